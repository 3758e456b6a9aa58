-- A decision that names no field or category changes nothing until a steward corrects it.
{{ config(severity='warn') }}

select *
from {{ ref('recode_decisions') }}
where mistake is not null
