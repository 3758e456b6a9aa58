-- Activities of a place and month by how late they were reported: in days, and in which month. An
-- activity that is shared out is one activity wherever a part of it is: reports_count counts it once.
with activities as (
    select
        activity_id,
        date_trunc('month', starts_on::timestamp)::date as month_on,
        date_trunc('month', reported_on::timestamp)::date as reported_month_on,
        reported_on - starts_on as lag_days
    from {{ ref('fct_activity') }}
    where is_completed
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

placed as (
    select
        activities.*,
        hubs.hub_key,
        activity_places.share
    from activities
    inner join {{ ref('brg_activity_place') }} as activity_places
        on activities.activity_id = activity_places.activity_id
    inner join hub_places as hubs
        on
            activity_places.hub_basis = hubs.hub_basis
            and activity_places.hub_id = hubs.hub_id
            and hubs.geography_level = 'hub'
),

in_one_hub as (
    select
        hub_key,
        month_on,
        reported_month_on,
        lag_days,
        count(*) as activities
    from placed
    where share = 1
    group by 1, 2, 3, 4
),

shared_out as (
    select
        hub_places.place_key,
        placed.activity_id,
        placed.month_on,
        placed.reported_month_on,
        placed.lag_days,
        sum(placed.share) as share
    from placed
    inner join hub_places on placed.hub_key = hub_places.hub_key
    where placed.share <> 1 and placed.share > 0
    group by 1, 2, 3, 4, 5
),

cells as (
    select
        hub_places.place_key,
        in_one_hub.month_on,
        in_one_hub.reported_month_on,
        in_one_hub.lag_days,
        in_one_hub.activities,
        in_one_hub.activities as reports_count
    from in_one_hub
    inner join hub_places on in_one_hub.hub_key = hub_places.hub_key
    union all
    select
        place_key,
        month_on,
        reported_month_on,
        lag_days,
        share as activities,
        1 as reports_count
    from shared_out
    union all
    select
        hub_places.place_key,
        activities.month_on,
        activities.reported_month_on,
        activities.lag_days,
        count(*) as activities,
        count(*) as reports_count
    from activities
    cross join hub_places
    where hub_places.geography_level = 'national'
    group by 1, 2, 3, 4
),

by_place as (
    select
        place_key,
        month_on,
        reported_month_on,
        lag_days,
        sum(activities) as activities,
        sum(reports_count)::bigint as reports_count
    from cells
    group by 1, 2, 3, 4
)

select * from by_place
