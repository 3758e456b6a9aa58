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

organisations as (
    select * from {{ ref('dim_organisation') }}
),

ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

homes as (
    select * from {{ ref('int_home__keyed') }}
),

placed_activities as (
    select
        activities.activity_id,
        activities.urn,
        case
            when
                settings.setting_group = 'non_educational'
                and activities.organisation_id <> 'unknown'
                then homes.home_key
        end as group_home_key,
        date_trunc('month', activities.starts_on::timestamp)::date as month_on
    from activities
    left join settings on activities.setting = settings.setting
    left join organisations on activities.organisation_id = organisations.organisation_id
    left join homes
        on
            coalesce(organisations.local_authority_code, '') = homes.local_authority_code
            and coalesce(organisations.hub_id, '') = homes.hub_id
),

visits as (
    select
        ambassadors.ambassador_number,
        placed_activities.month_on,
        placed_activities.urn,
        placed_activities.group_home_key
    from volunteering
    inner join placed_activities on volunteering.activity_id = placed_activities.activity_id
    inner join ambassadors on volunteering.ambassador_key = ambassadors.ambassador_key
    group by 1, 2, 3, 4
)

select * from visits
