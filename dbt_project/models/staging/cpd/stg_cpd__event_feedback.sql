-- Written from extract/contracts by `make contracts`; without this line it is left alone.
with newest as (
    select * from {{ ref('base_cpd__event_feedback') }}
),

live as (
    select * from newest
    where deleted_at is null
)

select * from live
