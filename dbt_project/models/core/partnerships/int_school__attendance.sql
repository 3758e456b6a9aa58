-- An event that is not exported has no day, so nobody can tell when it was attended.
with bookings as (
    select * from {{ ref('fct_booking') }}
    where is_attended
),

events as (
    select * from {{ ref('fct_cpd_event') }}
),

participants as (
    select * from {{ ref('dim_participant') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

attended as (
    select
        events.event_id,
        events.partnership_id,
        bookings.participant_key,
        coalesce(schools.current_urn, participants.urn) as urn,
        events.subject,
        case when events.is_cpd and events.is_delivered then events.event_hours end as cpd_hours,
        events.is_cpd,
        events.is_community,
        events.is_delivered,
        events.starts_on
    from bookings
    inner join events on bookings.event_id = events.event_id
    left join participants on bookings.participant_key = participants.participant_key
    left join schools on participants.urn = schools.urn
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
)

select * from attended
