with schools as (
    select * from {{ ref('int_reach__schools') }}
),

ambassadors as (
    select * from {{ ref('int_reach__ambassadors') }}
),

reach_rows as (
    select * from {{ ref('kpi_reach_rows') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

targets as (
    select * from {{ ref('int_target__in_force') }}
),

-- Who met schools may live where there is none in scope.
counted as (
    select
        coalesce(schools.period_key, ambassadors.period_key) as period_key,
        coalesce(schools.place_key, ambassadors.place_key) as place_key,
        coalesce(schools.position, ambassadors.position) as position,
        coalesce(schools.in_scope_count, 0) as in_scope_count,
        coalesce(schools.reached_count, 0) as reached_count,
        coalesce(ambassadors.ambassadors_count, 0) as ambassadors_count
    from schools
    full join ambassadors
        on
            schools.period_key = ambassadors.period_key
            and schools.place_key = ambassadors.place_key
            and schools.position = ambassadors.position
    where schools.in_scope_count > 0 or ambassadors.ambassadors_count > 0
),

measured as (
    select
        counted.period_key,
        counted.place_key,
        counted.position,
        counted.in_scope_count as organisations_in_scope_count,
        counted.reached_count as organisations_reached_count,
        counted.ambassadors_count,
        100 * counted.reached_count / nullif(counted.in_scope_count, 0) as reach_pct,
        targets.target_first as target_pct_first,
        targets.target as target_pct,
        10000 * counted.reached_count / nullif(counted.in_scope_count * targets.target, 0)
            as attainment_pct
    from counted
    inner join reach_rows on counted.position = reach_rows.position
    inner join periods on counted.period_key = periods.period_key
    left join targets
        on
            periods.period_type = 'programme_year'
            and counted.period_key = targets.period_key
            and counted.place_key = targets.place_key
            and reach_rows.kpi_code = targets.kpi_code
            and reach_rows.target_phase is not distinct from targets.phase
)

select * from measured
