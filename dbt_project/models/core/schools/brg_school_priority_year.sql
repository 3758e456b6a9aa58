with listed as (
    select
        urn,
        programme_year
    from {{ ref('stg_reference__priority_schools') }}
    where absent_on is null
)

select * from listed
