-- For a whole programme the CPD of any school counts, for a cohort that of its partnerships' schools.
with members as (
    select * from {{ ref('int_programme__cohort') }}
),

attended as (
    select
        programme,
        urn,
        sum(event_hours) as cpd_hours
    from {{ ref('int_school__cpd_event') }}
    group by 1, 2
),

attended_in_cohort as (
    select
        programme,
        'all' as cohort,
        urn,
        cpd_hours
    from attended
    union all
    select
        members.programme,
        members.cohort,
        members.urn,
        attended.cpd_hours
    from members
    inner join attended on members.programme = attended.programme and members.urn = attended.urn
    where members.cohort <> 'all'
),

recruited as (
    select
        programme,
        cohort,
        count(*) as schools_recruited_count,
        count(*) filter (where phase = 'primary') as schools_primary_count,
        count(*) filter (where phase = 'secondary' and not is_all_through) as schools_secondary_count,
        count(*) filter (where is_all_through) as schools_all_through_count,
        count(*) filter (where is_active) as schools_active_count
    from members
    group by 1, 2
),

developed as (
    select
        programme,
        cohort,
        count(*) as schools_with_cpd_count,
        sum(cpd_hours) as cpd_hours
    from attended_in_cohort
    group by 1, 2
),

counted as (
    select
        coalesce(recruited.programme, developed.programme) as programme,
        coalesce(recruited.cohort, developed.cohort) as cohort,
        coalesce(recruited.schools_recruited_count, 0) as schools_recruited_count,
        coalesce(recruited.schools_primary_count, 0) as schools_primary_count,
        coalesce(recruited.schools_secondary_count, 0) as schools_secondary_count,
        coalesce(recruited.schools_all_through_count, 0) as schools_all_through_count,
        coalesce(recruited.schools_active_count, 0) as schools_active_count,
        coalesce(developed.schools_with_cpd_count, 0) as schools_with_cpd_count,
        coalesce(developed.cpd_hours, 0) as cpd_hours
    from recruited
    full join developed on recruited.programme = developed.programme and recruited.cohort = developed.cohort
)

select * from counted
