-- Outcomes that are recorded against a school, with what CPD it took up.
with outcomes as (
    select * from {{ ref('fct_outcome') }}
    where urn is not null
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

counted as (
    select
        programmes.programme_name as programme,
        outcomes.urn,
        count(*) as outcomes_count
    from outcomes
    left join programmes on outcomes.programme_id = programmes.programme_id
    group by 1, 2
),

attended as (
    select
        programme,
        urn,
        sum(event_hours) as cpd_hours
    from {{ ref('int_school__cpd_event') }}
    group by 1, 2
),

schools as (
    select * from {{ ref('dim_school') }}
),

described as (
    select
        counted.programme,
        counted.urn,
        coalesce(schools.phase_group, 'unknown') as phase,
        counted.outcomes_count,
        coalesce(attended.cpd_hours, 0) / {{ var('hours_per_cpd_unit') }} as cpd_units
    from counted
    left join attended on counted.programme = attended.programme and counted.urn = attended.urn
    left join schools on counted.urn = schools.urn
)

select * from described
