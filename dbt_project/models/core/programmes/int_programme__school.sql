-- The school as it joined: by its own URN, not by that of the academy it may have become. Of several
-- partnerships of one programme the one joined first stands for the school.
with members as (
    select * from {{ ref('brg_partnership_school') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

phases as (
    select * from {{ ref('school_phases') }}
),

described as (
    select
        programmes.programme_name as programme,
        members.partnership_id,
        members.urn,
        partnerships.cohort,
        coalesce(partnerships.partnership_name, 'Unknown') as partnership,
        coalesce(schools.school_name, 'Unknown') as school,
        coalesce(schools.phase_group, 'unknown') as phase,
        schools.number_of_pupils as pupils_count,
        coalesce(phases.is_all_through, false) as is_all_through,
        members.is_active,
        members.engaged_on
    from members
    left join partnerships on members.partnership_id = partnerships.partnership_id
    left join programmes on members.programme_id = programmes.programme_id
    left join schools on members.urn = schools.urn
    left join phases on schools.phase = phases.phase
),

ordered as (
    select
        *,
        bool_or(is_active) over (partition by programme, urn) as is_active_in_programme,
        row_number() over (
            partition by programme, urn
            order by engaged_on asc, partnership_id asc
        ) = 1 as is_first
    from described
)

select * from ordered
