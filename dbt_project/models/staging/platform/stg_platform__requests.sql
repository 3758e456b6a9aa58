-- Written from extract/contracts by `make contracts`; without this line it is left alone.
with newest as (
    select * from {{ ref('base_platform__requests') }}
),

live as (
    select * from newest
    where deleted_at is null
)

select * from live
