with bookings as (
    select * from {{ ref('fct_booking') }}
    where is_attended
),

participants as (
    select * from {{ ref('dim_participant') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

counted as (
    select
        bookings.event_id,
        coalesce(schools.phase_group, 'unknown') as phase,
        count(*) as participations_count
    from bookings
    left join participants on bookings.participant_key = participants.participant_key
    left join schools on participants.urn = schools.urn
    group by 1, 2
)

select * from counted
