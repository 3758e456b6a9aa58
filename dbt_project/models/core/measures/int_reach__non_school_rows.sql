-- How many groups there are outside schools is unknown: reach is told in hours of the hours' target.
with reach_row as (
    select * from {{ ref('kpi_reach_rows') }}
    where phase = 'non_school'
),

activities as (
    select * from {{ ref('int_activity__by_place') }}
    where setting_group = 'non_educational'
),

groups as (
    select * from {{ ref('int_reach__groups') }}
),

targets as (
    select
        held.period_key,
        held.place_key,
        held.target
    from {{ ref('int_target__in_force') }} as held
    inner join reach_row
        on
            held.kpi_code = reach_row.kpi_code
            and held.phase is not distinct from reach_row.target_phase
),

hours as (
    select
        period_key,
        place_key,
        sum(preparation_hours + delivery_hours) as volunteer_hours
    from activities
    group by 1, 2
),

joined as (
    select *
    from hours
    full join groups using (period_key, place_key)
    full join targets using (period_key, place_key)
),

measured as (
    select
        joined.period_key,
        joined.place_key,
        reach_row.position,
        null::numeric as organisations_in_scope_count,
        coalesce(joined.organisations, 0) as organisations_reached_count,
        coalesce(joined.ambassadors, 0) as ambassadors_count,
        100 * coalesce(joined.volunteer_hours, 0) / nullif(joined.target, 0) as reach_pct,
        null::numeric as target_pct_first,
        null::numeric as target_pct,
        100 * coalesce(joined.volunteer_hours, 0) / nullif(joined.target, 0) as attainment_pct
    from joined
    cross join reach_row
)

select * from measured
