-- Who attended without stated hours was there for the whole event; who attended in part, nobody knows how long.
with bookings as (
    select * from {{ ref('stg_cpd__bookings') }}
),

participants as (
    select
        participant_id,
        participant_key
    from {{ ref('stg_cpd__participants') }}
),

events as (
    select * from {{ ref('fct_cpd_event') }}
),

statuses as (
    select
        *,
        category in ('Attended', 'Part attended') as is_attended
    from {{ ref('int_category__resolved') }}
    where taxonomy = 'bookings.status'
),

described as (
    select
        bookings.booking_id,
        bookings.event_id,
        coalesce(participants.participant_key, 'unknown') as participant_key,
        statuses.raw as status_raw,
        statuses.category as status,
        statuses.method as status_method,
        bookings.hours_attended,
        case
            when statuses.is_attended and bookings.hours_attended is not null then bookings.hours_attended
            when statuses.category = 'Attended' then events.event_hours
        end as participant_hours,
        coalesce(statuses.is_attended, false) as is_attended,
        bookings.booked_at,
        bookings.updated_at
    from bookings
    left join participants on bookings.participant_id = participants.participant_id
    left join events on bookings.event_id = events.event_id
    left join statuses on coalesce(bookings.status, '') = statuses.reported_value
)

select * from described
