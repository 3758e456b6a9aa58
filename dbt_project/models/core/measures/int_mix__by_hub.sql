-- A school is a priority school by the list of the programme year in which the activity starts.
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
        hubs.hub_key,
        measured.month_on,
        measured.setting_group,
        measured.is_priority,
        measured.activity_type,
        sum(activity_places.share) as activities,
        sum(activity_places.share * measured.reported_as_other) as reported_as_other,
        sum(activity_places.share * measured.volunteer_hours) as volunteer_hours
    from measured
    inner join activity_places on measured.activity_id = activity_places.activity_id
    inner join hubs
        on activity_places.hub_basis = hubs.hub_basis and activity_places.hub_id = hubs.hub_id
    group by 1, 2, 3, 4, 5
),

nationwide as (
    select
        month_on,
        setting_group,
        is_priority,
        activity_type,
        count(*)::numeric as activities,
        sum(reported_as_other)::numeric as reported_as_other,
        sum(volunteer_hours) as volunteer_hours
    from measured
    group by 1, 2, 3, 4
),

cells as (
    select * from placed
    union all
    select
        hubs.hub_key,
        nationwide.*
    from nationwide
    inner join hubs on hubs.geography_level = 'national'
)

select * from cells
