-- A table, so that it is released together with what it speaks of. Keys only: who may read schema pii finds
-- the people by them.
{{ config(materialized='table') }}

with pairs as (
    select * from {{ ref('int_participant__likely_duplicate') }}
),

booked as (
    select
        participant_key,
        count(*) as bookings_count
    from {{ ref('fct_booking') }}
    group by 1
),

described as (
    select
        pairs.participant_key,
        pairs.likely_same_as_key,
        pairs.reasons,
        coalesce(booked.bookings_count, 0) as bookings_count,
        coalesce(booked_first.bookings_count, 0) as bookings_of_the_first_count
    from pairs
    left join booked on pairs.participant_key = booked.participant_key
    left join booked as booked_first on pairs.likely_same_as_key = booked_first.participant_key
)

select * from described
