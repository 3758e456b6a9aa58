with activities as (
    select * from {{ ref('int_activity__by_place') }}
),

targets as (
    select * from {{ ref('int_target__in_force') }}
    where kpi_code = 'VOL_HOURS' and phase is null
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

places as (
    select * from {{ ref('int_geography__place') }}
),

provisional as (
    select * from {{ ref('int_period__provisional') }}
),

definition as (
    select * from {{ ref('kpi_definitions') }}
    where kpi_code = 'VOL_HOURS'
),

-- A place with a target and no hours has attained nothing, and has a row to say so.
stacked as (
    select
        period_key,
        place_key,
        preparation_hours,
        delivery_hours,
        null::numeric as target_first,
        null::numeric as target
    from activities
    union all
    select
        period_key,
        place_key,
        0 as preparation_hours,
        0 as delivery_hours,
        target_first,
        target
    from targets
),

measured as (
    select
        period_key,
        place_key,
        sum(preparation_hours) as preparation_hours,
        sum(delivery_hours) as delivery_hours,
        max(target_first) as target_first,
        max(target) as target
    from stacked
    group by 1, 2
),

attained as (
    select
        *,
        preparation_hours + delivery_hours as volunteer_hours,
        100 * (preparation_hours + delivery_hours) / nullif(target, 0) as attainment_pct
    from measured
),

rated as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        attained.preparation_hours,
        attained.delivery_hours,
        attained.volunteer_hours,
        attained.target_first as target_hours_first,
        attained.target as target_hours,
        attained.attainment_pct,
        case
            when not provisional.is_provisional
                then {{ rag('attained.attainment_pct', 'definition') }}
        end as rag,
        provisional.is_provisional
    from attained
    inner join periods on attained.period_key = periods.period_key
    inner join places on attained.place_key = places.place_key
    inner join provisional
        on
            attained.period_key = provisional.period_key
            and attained.place_key = provisional.place_key
    cross join definition
)

select * from rated
