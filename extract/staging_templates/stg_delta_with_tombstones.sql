with newest as (
    select * from {{ ref('base_${family}__$feed') }}
),

live as (
    select * from newest
    where deleted_at is null
)

select * from live
