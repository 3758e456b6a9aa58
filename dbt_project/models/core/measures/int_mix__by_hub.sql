-- A school is a priority school by the list of the programme year in which the activity starts. Activities
-- of one share are counted before it is applied.
with activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed
),

days as (
    select * from {{ ref('dim_date') }}
),

priorities as (
    select * from {{ ref('brg_school_priority_year') }}
),

settings as (
    select * from {{ ref('dim_setting') }}
),

weights as (
    select * from {{ ref('int_category__weight') }}
    where feed = 'activities'
),

activity_places as (
    select * from {{ ref('brg_activity_place') }}
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level in ('hub', 'national')
),

measured as (
    select
        activities.activity_id,
        days.month_start_on as month_on,
        settings.setting_group,
        priorities.urn is not null as is_priority,
        activities.activity_type,
        activities.is_type_reported_other::int as reported_as_other,
        coalesce(weights.hours, 0) as volunteer_hours
    from activities
    inner join days on activities.starts_on = days.date_on
    left join settings on activities.setting = settings.setting
    left join priorities
        on activities.urn = priorities.urn and days.programme_year = priorities.programme_year
    left join weights on activities.activity_id = weights.record_key
),

placed as (
    select
        measured.*,
        hubs.hub_key,
        activity_places.share
    from measured
    inner join activity_places on measured.activity_id = activity_places.activity_id
    inner join hubs
        on activity_places.hub_basis = hubs.hub_basis and activity_places.hub_id = hubs.hub_id
    union all
    select
        measured.*,
        hubs.hub_key,
        1 as share
    from measured
    inner join hubs on hubs.geography_level = 'national'
),

counted as (
    select
        hub_key,
        month_on,
        setting_group,
        is_priority,
        activity_type,
        share,
        count(*) as activities,
        sum(reported_as_other) as reported_as_other,
        sum(volunteer_hours) as volunteer_hours
    from placed
    group by 1, 2, 3, 4, 5, 6
),

by_hub as (
    select
        hub_key,
        month_on,
        setting_group,
        is_priority,
        activity_type,
        sum(share * activities) as activities,
        sum(share * reported_as_other) as reported_as_other,
        sum(share * volunteer_hours) as volunteer_hours
    from counted
    group by 1, 2, 3, 4, 5
)

select * from by_hub
