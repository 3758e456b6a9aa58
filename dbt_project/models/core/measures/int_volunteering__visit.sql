-- Who helped where in which month, once: a known Ambassador with hours on completed activities.
with volunteering as (
    select * from {{ ref('fct_volunteering') }}
    where volunteer_hours > 0
),

activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed
),

settings as (
    select * from {{ ref('dim_setting') }}
),

ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

placed_activities as (
    select
        activities.activity_id,
        activities.urn,
        coalesce(settings.setting_group = 'non_educational', false)
        and activities.organisation_id <> 'unknown' as is_to_group,
        date_trunc('month', activities.starts_on::timestamp)::date as month_on
    from activities
    left join settings on activities.setting = settings.setting
),

visits as (
    select
        ambassadors.ambassador_number,
        placed_activities.month_on,
        placed_activities.urn,
        placed_activities.is_to_group
    from volunteering
    inner join placed_activities on volunteering.activity_id = placed_activities.activity_id
    inner join ambassadors on volunteering.ambassador_key = ambassadors.ambassador_key
    group by 1, 2, 3, 4
)

select * from visits
