with measured as (
    select * from {{ ref('int_reach__school_rows') }}
    union all
    select * from {{ ref('int_reach__non_school_rows') }}
),

reach_rows as (
    select * from {{ ref('kpi_reach_rows') }}
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
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

rated as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        reach_rows.phase,
        reach_rows.priority_only,
        round(measured.organisations_in_scope_count)::bigint as organisations_in_scope_count,
        round(measured.organisations_reached_count)::bigint as organisations_reached_count,
        round(measured.ambassadors_count)::bigint as ambassadors_count,
        measured.reach_pct,
        measured.target_pct_first,
        measured.target_pct,
        case
            when provisional.is_provisional then null
            when measured.organisations_in_scope_count < definitions.base_minimum then null
            else {{ rag('measured.attainment_pct', 'definitions') }}
        end as rag,
        provisional.is_provisional
    from measured
    inner join periods on measured.period_key = periods.period_key
    inner join places on measured.place_key = places.place_key
    inner join provisional
        on
            measured.period_key = provisional.period_key
            and measured.place_key = provisional.place_key
    inner join reach_rows on measured.position = reach_rows.position
    left join definitions on reach_rows.kpi_code = definitions.kpi_code
)

select * from rated
