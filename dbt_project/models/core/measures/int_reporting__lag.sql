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

territory_places as (
    select * from {{ ref('int_territory__place') }}
),

by_place as (
    select
        territory_places.place_key,
        activities.month_on,
        activities.reported_month_on,
        activities.lag_days,
        sum(territory_places.share * activities.activities) as activities,
        sum(activities.activities)::bigint as reports_count
    from activities
    inner join territory_places on activities.territory_key = territory_places.territory_key
    group by 1, 2, 3, 4
)

select * from by_place
