-- The three programmes side by side: Ambassadors, courses, surveys.
with partnerships as (
    select * from {{ ref('dim_partnership') }}
    where partnership_id <> 'unknown'
),

activities as (
    select
        partnership_id,
        max(starts_on) as last_on
    from {{ ref('int_partnership__activity') }}
    group by 1
),

attendances as (
    select
        partnership_id,
        max(starts_on) as last_on
    from {{ ref('int_partnership__attendance') }}
    group by 1
),

returns as (
    select
        partnership_id,
        max(last_returned_on) as last_on
    from {{ ref('int_survey__received') }}
    group by 1
),

seen as (
    select
        partnerships.partnership_id,
        activities.last_on as activity_on,
        attendances.last_on as attendance_on,
        returns.last_on as returned_on,
        greatest(activities.last_on, attendances.last_on, returns.last_on) as last_activity_on
    from partnerships
    left join activities on partnerships.partnership_id = activities.partnership_id
    left join attendances on partnerships.partnership_id = attendances.partnership_id
    left join returns on partnerships.partnership_id = returns.partnership_id
)

select * from seen
