-- However many of a school attend an event, its hours count once for the school.
with events as (
    select * from {{ ref('fct_cpd_event') }}
    where is_cpd and is_delivered
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

bookings as (
    select * from {{ ref('fct_booking') }}
    where is_attended
),

participants as (
    select * from {{ ref('dim_participant') }}
    where urn is not null
),

attended as (
    select
        programmes.programme_name as programme,
        participants.urn,
        events.event_id,
        events.event_hours
    from bookings
    inner join events on bookings.event_id = events.event_id
    inner join participants on bookings.participant_key = participants.participant_key
    left join programmes on events.programme_id = programmes.programme_id
    group by 1, 2, 3, 4
)

select * from attended
