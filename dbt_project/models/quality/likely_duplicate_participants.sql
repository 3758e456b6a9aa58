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

people as (
    select
        participant_key,
        counts_towards_target
    from {{ ref('dim_participant') }}
),

shared as (
    select
        pairs.participant_key,
        pairs.likely_same_as_key,
        array_agg(belongs.programme order by belongs.programme) as programmes
    from pairs
    inner join {{ ref('int_programme__participant') }} as belongs
        on pairs.participant_key = belongs.participant_key
    inner join {{ ref('int_programme__participant') }} as first_belongs
        on
            pairs.likely_same_as_key = first_belongs.participant_key
            and belongs.programme = first_belongs.programme
    group by 1, 2
),

described as (
    select
        pairs.participant_key,
        pairs.likely_same_as_key,
        pairs.reasons,
        shared.programmes,
        coalesce(booked.bookings_count, 0) as bookings_count,
        coalesce(booked_first.bookings_count, 0) as bookings_of_the_first_count,
        coalesce(people.counts_towards_target and people_first.counts_towards_target, false)
            as both_count_towards_target
    from pairs
    left join booked on pairs.participant_key = booked.participant_key
    left join booked as booked_first on pairs.likely_same_as_key = booked_first.participant_key
    left join people on pairs.participant_key = people.participant_key
    left join people as people_first on pairs.likely_same_as_key = people_first.participant_key
    left join shared
        on
            pairs.participant_key = shared.participant_key
            and pairs.likely_same_as_key = shared.likely_same_as_key
)

select * from described
