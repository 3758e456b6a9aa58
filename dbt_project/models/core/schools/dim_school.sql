with gias as (
    select * from {{ ref('stg_reference__gias') }}
),

openings as (
    select * from {{ ref('int_school__opening') }}
),

successors as (
    select * from {{ ref('int_school__successor') }}
),

phases as (
    select * from {{ ref('school_phases') }}
),

schools as (
    select
        gias.urn,
        coalesce(successors.current_urn, gias.urn) as current_urn,
        gias.establishment_name as school_name,
        gias.phase,
        case
            when phases.phase_group is not null then phases.phase_group
            when lower(gias.establishment_type) like '%special%' then 'special'
            else 'other'
        end as phase_group,
        gias.establishment_type,
        gias.establishment_status,
        gias.local_authority_code,
        gias.local_authority_name,
        gias.region,
        gias.number_of_pupils,
        openings.has_unknown_dates,
        openings.is_open,
        openings.opened_on,
        openings.closed_on
    from gias
    inner join openings on gias.urn = openings.urn
    left join phases on gias.phase = phases.phase
    left join successors on gias.urn = successors.urn
)

select * from schools
