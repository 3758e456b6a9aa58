-- A mean score is no quotient of two counts: it has a base, the forms, and no numerator.
with reach_rows as (
    select * from {{ ref('kpi_reach_rows') }}
    where phase <> 'non_school' and kpi_code is not null and target_phase is null
),

reached as (
    select
        schools.period_key,
        schools.place_key,
        reach_rows.kpi_code,
        schools.reached_count as numerator,
        schools.in_scope_count as denominator,
        100 * schools.reached_count / nullif(schools.in_scope_count, 0) as rate
    from {{ ref('int_reach__schools') }} as schools
    inner join reach_rows on schools.position = reach_rows.position
),

satisfied as (
    select
        period_key,
        place_key,
        'SAT_' || upper(respondent) as kpi_code,
        null::numeric as numerator,
        responses as denominator,
        score_total / nullif(answers, 0) as rate
    from {{ ref('int_satisfaction__by_place') }}
    where criterion = 'all'
),

filled as (
    select
        period_key,
        place_key,
        'FILL_RATE' as kpi_code,
        filled + part_filled as numerator,
        filled + part_filled + unfilled as denominator,
        100 * (filled + part_filled) / nullif(filled + part_filled + unfilled, 0) as rate
    from {{ ref('int_demand__by_place') }}
    where activity_type = 'all'
),

sustained as (
    select
        period_key,
        place_key,
        'SUSTAINED' as kpi_code,
        sustained as numerator,
        reached as denominator,
        100 * sustained / nullif(reached, 0) as rate
    from {{ ref('int_engagement__by_place') }}
    where phase = 'all' and not priority_only
),

rates as (
    select * from reached
    union all
    select * from satisfied
    union all
    select * from filled
    union all
    select * from sustained
)

select * from rates
where denominator > 0
