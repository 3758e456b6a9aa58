-- The newest decision holds, against an earlier one and against a rule; a person should know of it.
{{ config(severity='warn') }}

select *
from {{ ref('recode_decisions') }}
where is_in_force and (contradicts_earlier or contradicts_rule)
