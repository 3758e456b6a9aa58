-- Written from extract/contracts by `make contracts`; without this line it is left alone.
with newest as (
    select * from {{ ref('base_survey__online') }}
)

select * from newest
