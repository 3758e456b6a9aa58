-- Any booking on a programme's events makes a participant belong to it; only attended CPD is a participation.
with bookings as (
    select * from {{ ref('fct_booking') }}
),

events as (
    select * from {{ ref('fct_cpd_event') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

participants as (
    select * from {{ ref('dim_participant') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

booked as (
    select
        programmes.programme_name as programme,
        bookings.participant_key,
        count(*) filter (where events.is_cpd and bookings.is_attended) as participations_count,
        coalesce(sum(bookings.participant_hours) filter (where events.is_cpd), 0) as participant_hours
    from bookings
    inner join events on bookings.event_id = events.event_id
    left join programmes on events.programme_id = programmes.programme_id
    group by 1, 2
),

described as (
    select
        booked.programme,
        booked.participant_key,
        participants.urn,
        coalesce(schools.phase_group, 'unknown') as phase,
        coalesce(participants.role, 'Not stated') as role,
        coalesce(participants.subject_taught, 'Not stated') as subject_taught,
        booked.participations_count,
        booked.participant_hours,
        booked.participant_key <> 'unknown' as is_known,
        coalesce(participants.is_senior_leadership_team, false) as is_senior_leadership_team,
        coalesce(participants.counts_towards_target, false) as is_recruited
    from booked
    left join participants on booked.participant_key = participants.participant_key
    left join schools on participants.urn = schools.urn
)

select * from described
