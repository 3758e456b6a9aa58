with newest as (
    select * from {{ ref('base_${family}__$feed') }}
)

select * from newest
