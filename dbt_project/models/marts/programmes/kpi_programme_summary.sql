with scopes as (
    select * from {{ ref('int_programme__scope') }}
),

schools as (
    select * from {{ ref('int_programme__schools') }}
),

events as (
    select * from {{ ref('int_programme__events') }}
),

participants as (
    select
        *,
        category as cohort
    from {{ ref('kpi_cpd_participants') }}
    where breakdown in ('all', 'cohort')
),

summed as (
    select
        scopes.programme,
        scopes.cohort,
        coalesce(schools.schools_recruited_count, 0) as schools_recruited_count,
        coalesce(schools.schools_primary_count, 0) as schools_primary_count,
        coalesce(schools.schools_secondary_count, 0) as schools_secondary_count,
        coalesce(schools.schools_all_through_count, 0) as schools_all_through_count,
        coalesce(schools.schools_active_count, 0) as schools_active_count,
        scopes.partnerships_count,
        coalesce(participants.participants_recruited_count, 0) as participants_recruited_count,
        scopes.participants_recruited_target,
        coalesce(participants.unique_participants_count, 0) as unique_participants_count,
        coalesce(participants.participations_count, 0) as participations_count,
        coalesce(events.cpd_events_count, 0) as cpd_events_count,
        coalesce(events.community_events_count, 0) as community_events_count,
        coalesce(schools.schools_with_cpd_count, 0) as schools_with_cpd_count,
        coalesce(schools.cpd_hours, 0) as cpd_hours,
        coalesce(schools.cpd_hours, 0) / {{ var('hours_per_cpd_unit') }} as cpd_units,
        scopes.funding_gbp,
        scopes.funding_gbp / nullif(participants.participants_recruited_count, 0) as funding_per_participant_gbp
    from scopes
    left join schools on scopes.programme = schools.programme and scopes.cohort = schools.cohort
    left join events on scopes.programme = events.programme and scopes.cohort = events.cohort
    left join participants on scopes.programme = participants.programme and scopes.cohort = participants.cohort
    -- Nobody need read that nothing is of an unknown programme.
    where
        scopes.programme <> 'Unknown'
        or scopes.partnerships_count > 0
        or coalesce(schools.programme, events.programme, participants.programme) is not null
)

select * from summed
