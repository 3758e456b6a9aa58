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

measured as (
    select
        schools.period_key,
        schools.place_key,
        schools.position,
        schools.in_scope_count as organisations_in_scope_count,
        schools.reached_count as organisations_reached_count,
        coalesce(ambassadors.ambassadors_count, 0) as ambassadors_count,
        100 * schools.reached_count / schools.in_scope_count as reach_pct,
        targets.target_first as target_pct_first,
        targets.target as target_pct,
        10000 * schools.reached_count / (schools.in_scope_count * nullif(targets.target, 0))
            as attainment_pct
    from schools
    inner join reach_rows on schools.position = reach_rows.position
    inner join periods on schools.period_key = periods.period_key
    left join ambassadors
        on
            schools.period_key = ambassadors.period_key
            and schools.place_key = ambassadors.place_key
            and schools.position = ambassadors.position
    left join targets
        on
            periods.period_type = 'programme_year'
            and schools.period_key = targets.period_key
            and schools.place_key = targets.place_key
            and reach_rows.kpi_code = targets.kpi_code
            and reach_rows.target_phase is not distinct from targets.phase
    where schools.in_scope_count > 0
)

select * from measured
