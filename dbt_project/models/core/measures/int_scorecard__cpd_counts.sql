-- Participants belong to the month in which they first attended, wherever they go afterwards.
with bookings as (
    select * from {{ ref('fct_booking') }}
    where is_attended
),

events as (
    select * from {{ ref('fct_cpd_event') }}
    where is_cpd
),

participants as (
    select * from {{ ref('dim_participant') }}
    where counts_towards_target
),

school_events as (
    select * from {{ ref('int_school__cpd_event') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

national as (
    select * from {{ ref('int_geography__place') }}
    where geography_level = 'national'
),

first_attended as (
    select
        participants.participant_key,
        min(events.starts_on) as starts_on
    from bookings
    inner join participants on bookings.participant_key = participants.participant_key
    inner join events on bookings.event_id = events.event_id
    group by 1
),

dated as (
    select
        'CPD_PARTICIPANTS' as kpi_code,
        starts_on,
        1 as counted
    from first_attended
    union all
    select
        'CPD_UNITS' as kpi_code,
        events.starts_on,
        school_events.event_hours / {{ var('hours_per_cpd_unit') }} as counted
    from school_events
    inner join events on school_events.event_id = events.event_id
),

counts as (
    select
        month_periods.period_key,
        national.place_key,
        dated.kpi_code,
        sum(dated.counted) as counted
    from dated
    inner join month_periods on date_trunc('month', dated.starts_on::timestamp)::date = month_periods.month_on
    cross join national
    group by 1, 2, 3
)

select * from counts
