-- What a category decides about: the hours given at an activity, by a person, for an organisation or
-- request; the hours of a course and of those who came.
with entries as (
    select * from {{ ref('fct_volunteering') }}
),

activities as (
    select * from {{ ref('fct_activity') }}
),

bookings as (
    select * from {{ ref('stg_cpd__bookings') }}
),

participants as (
    select * from {{ ref('stg_cpd__participants') }}
),

by_activity as (
    select
        activity_id,
        volunteer_hours as hours
    from {{ ref('int_activity__hours') }}
),

weights as (
    select
        'activities' as feed,
        activity_id as record_key,
        hours
    from by_activity
    union all
    select
        'ambassadors' as feed,
        ambassador_key as record_key,
        sum(volunteer_hours) as hours
    from entries
    where ambassador_key <> 'unknown'
    group by 2
    union all
    select
        'organisations' as feed,
        activities.organisation_id as record_key,
        sum(by_activity.hours) as hours
    from by_activity
    inner join activities on by_activity.activity_id = activities.activity_id
    group by 2
    union all
    select
        'requests' as feed,
        activities.request_id as record_key,
        sum(by_activity.hours) as hours
    from by_activity
    inner join activities on by_activity.activity_id = activities.activity_id
    where activities.request_id is not null
    group by 2
    union all
    select
        'events' as feed,
        event_id as record_key,
        hours
    from {{ ref('stg_cpd__events') }}
    union all
    select
        'participants' as feed,
        participants.participant_key as record_key,
        sum(bookings.hours_attended) as hours
    from bookings
    inner join participants on bookings.participant_id = participants.participant_id
    group by 2
)

select * from weights
