with newest as (
    select * from {{ ref('base_platform__commentaries') }}
)

select * from newest
