-- How many groups there are outside schools is unknown: reach is told in hours of the hours' target.
with reach_row as (
    select * from {{ ref('kpi_reach_rows') }}
    where phase = 'non_school'
),

stacked as (
    select
        period_key,
        place_key,
        preparation_hours + delivery_hours as volunteer_hours,
        0 as organisations,
        0 as ambassadors,
        null::numeric as target
    from {{ ref('int_activity__by_place') }}
    where setting_group = 'non_educational'
    union all
    select
        period_key,
        place_key,
        0 as volunteer_hours,
        organisations,
        ambassadors,
        null::numeric as target
    from {{ ref('int_reach__groups') }}
    union all
    select
        held.period_key,
        held.place_key,
        0 as volunteer_hours,
        0 as organisations,
        0 as ambassadors,
        held.target
    from {{ ref('int_target__in_force') }} as held
    inner join reach_row
        on
            held.kpi_code = reach_row.kpi_code
            and held.phase is not distinct from reach_row.target_phase
),

summed as (
    select
        period_key,
        place_key,
        sum(organisations) as organisations,
        sum(ambassadors) as ambassadors,
        100 * sum(volunteer_hours) / nullif(max(target), 0) as reach_pct
    from stacked
    group by 1, 2
),

measured as (
    select
        summed.period_key,
        summed.place_key,
        reach_row.position,
        null::numeric as organisations_in_scope_count,
        summed.organisations as organisations_reached_count,
        summed.ambassadors as ambassadors_count,
        summed.reach_pct,
        null::numeric as target_pct_first,
        null::numeric as target_pct,
        summed.reach_pct as attainment_pct
    from summed
    cross join reach_row
)

select * from measured
