-- Activities of one share, however many zeros it was written with, are summed before it is applied.
with activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed
),

volunteering as (
    select * from {{ ref('fct_volunteering') }}
),

activity_places as (
    select * from {{ ref('brg_activity_place') }}
),

settings as (
    select * from {{ ref('dim_setting') }}
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level in ('hub', 'national')
),

hours as (
    select
        activity_id,
        sum(preparation_hours) as preparation_hours,
        sum(delivery_hours) as delivery_hours
    from volunteering
    group by activity_id
),

measured as (
    select
        activities.activity_id,
        activities.key_stage,
        settings.setting_group,
        activities.young_people_low,
        activities.young_people_high,
        hours.preparation_hours,
        hours.delivery_hours,
        date_trunc('month', activities.starts_on::timestamp)::date as month_on
    from activities
    left join hours on activities.activity_id = hours.activity_id
    left join settings on activities.setting = settings.setting
),

placed as (
    select
        hubs.hub_key,
        measured.month_on,
        measured.setting_group,
        measured.key_stage,
        trim_scale(activity_places.share) as share,
        count(*) as activities,
        sum(measured.young_people_low) as young_people_low,
        sum(measured.young_people_high) as young_people_high,
        sum(measured.preparation_hours) as preparation_hours,
        sum(measured.delivery_hours) as delivery_hours
    from measured
    inner join activity_places on measured.activity_id = activity_places.activity_id
    inner join hubs
        on
            activity_places.hub_basis = hubs.hub_basis
            and activity_places.hub_id = hubs.hub_id
    group by 1, 2, 3, 4, 5
),

by_hub as (
    select
        hub_key,
        month_on,
        setting_group,
        key_stage,
        sum(share * activities) as activities,
        sum(share * young_people_low) as young_people_low,
        sum(share * young_people_high) as young_people_high,
        sum(share * preparation_hours) as preparation_hours,
        sum(share * delivery_hours) as delivery_hours
    from placed
    group by 1, 2, 3, 4
),

nationwide as (
    select
        month_on,
        setting_group,
        key_stage,
        count(*)::numeric as activities,
        sum(young_people_low)::numeric as young_people_low,
        sum(young_people_high)::numeric as young_people_high,
        sum(preparation_hours) as preparation_hours,
        sum(delivery_hours) as delivery_hours
    from measured
    group by 1, 2, 3
),

cells as (
    select * from by_hub
    union all
    select
        hubs.hub_key,
        nationwide.*
    from nationwide
    inner join hubs on hubs.geography_level = 'national'
)

select * from cells
