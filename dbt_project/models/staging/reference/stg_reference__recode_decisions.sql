-- Written from extract/contracts by `make contracts`; without this line it is left alone.
with newest as (
    select * from {{ ref('base_reference__recode_decisions') }}
)

select * from newest
