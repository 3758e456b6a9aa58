with schools as (
    select * from {{ ref('int_programme__school') }}
    where is_first
),

inspections as (
    select * from {{ ref('int_programme__inspection') }}
),

attended as (
    select
        programme,
        urn,
        sum(event_hours) as cpd_hours
    from {{ ref('int_school__cpd_event') }}
    group by 1, 2
),

visits as (
    select
        schools.programme,
        schools.urn,
        count(*) as activities_count
    from schools
    inner join {{ ref('fct_activity') }} as activities on schools.urn = activities.urn
    where activities.is_completed and activities.starts_on >= schools.engaged_on
    group by 1, 2
),

outcomes as (
    select
        programmes.programme_name as programme,
        outcomes.urn,
        count(*) as outcomes_count
    from {{ ref('fct_outcome') }} as outcomes
    left join {{ ref('dim_programme') }} as programmes on outcomes.programme_id = programmes.programme_id
    group by 1, 2
),

journeys as (
    select
        schools.programme,
        schools.urn,
        schools.school,
        schools.phase,
        schools.cohort,
        schools.partnership,
        schools.pupils_count,
        coalesce(attended.cpd_hours, 0) / {{ var('hours_per_cpd_unit') }} as cpd_units,
        coalesce(attended.cpd_hours, 0) as cpd_hours,
        coalesce(visits.activities_count, 0) as activities_count,
        inspections.rating_before,
        inspections.rating_since,
        inspections.rating_change,
        inspections.days_to_inspection,
        coalesce(outcomes.outcomes_count, 0) as outcomes_count,
        schools.is_active_in_programme as is_active,
        schools.engaged_on
    from schools
    left join inspections on schools.programme = inspections.programme and schools.urn = inspections.urn
    left join attended on schools.programme = attended.programme and schools.urn = attended.urn
    left join visits on schools.programme = visits.programme and schools.urn = visits.urn
    left join outcomes on schools.programme = outcomes.programme and schools.urn = outcomes.urn
)

select * from journeys
