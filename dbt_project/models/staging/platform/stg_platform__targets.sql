with newest as (
    select * from {{ ref('base_platform__targets') }}
)

select * from newest
