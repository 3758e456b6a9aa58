-- An activity that is shared out is one report wherever a part of it is: reports_count counts it once.
with activities as (
    select
        territory_key,
        date_trunc('month', starts_on::timestamp)::date as month_on,
        date_trunc('month', reported_on::timestamp)::date as reported_month_on,
        reported_on - starts_on as lag_days,
        count(*) as activities
    from {{ ref('fct_activity') }}
    where is_completed
    group by 1, 2, 3, 4
),

territory_extents as (
    select * from {{ ref('int_territory__extent') }}
),

by_extent as (
    select
        territory_extents.extent_key,
        activities.month_on,
        activities.reported_month_on,
        activities.lag_days,
        {{ shared_sum('activities.activities', 'territory_extents.share') }} as activities,
        sum(activities.activities)::bigint as reports_count
    from activities
    inner join territory_extents on activities.territory_key = territory_extents.territory_key
    group by 1, 2, 3, 4
)

select * from by_extent
