-- An Ambassador who helps twice with one request was provided once.
with activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed and request_id is not null
),

volunteering as (
    select * from {{ ref('fct_volunteering') }}
    where volunteer_hours > 0 and ambassador_key <> 'unknown'
),

pairs as (
    select
        activities.request_id,
        volunteering.ambassador_key
    from activities
    inner join volunteering on activities.activity_id = volunteering.activity_id
    group by 1, 2
),

provided as (
    select
        request_id,
        count(*) as ambassadors_count
    from pairs
    group by request_id
)

select * from provided
