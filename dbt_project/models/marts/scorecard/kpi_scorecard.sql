with judged as (
    select * from {{ ref('int_scorecard__judged') }}
),

commentaries as (
    select * from {{ ref('int_scorecard__commentary') }}
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

measures as (
    select * from {{ ref('programme_aim_measures') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

places as (
    select * from {{ ref('int_geography__place') }}
),

hubs as (
    select * from {{ ref('dim_hub') }}
),

scorecard as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        judged.kpi_code,
        definitions.kpi_name,
        measures.aim,
        judged.value,
        judged.numerator,
        judged.denominator,
        judged.target_first,
        judged.target,
        judged.attainment_pct,
        judged.rag,
        commentaries.rag_stated,
        judged.rag = commentaries.rag_stated as rag_agrees,
        judged.previous_value,
        judged.year_ago_value,
        judged.trend,
        commentaries.barriers,
        commentaries.enablers,
        commentaries.risk,
        case
            when commentaries.kpi_code is not null then 'given'
            when judged.rag in ('red', 'amber') then 'missing'
            else 'not needed'
        end as narrative_status,
        judged.is_provisional,
        judged.base_is_small,
        periods.ends_on between hubs.valid_from and coalesce(hubs.valid_to, periods.ends_on) as is_hub_open
    from judged
    inner join definitions on judged.kpi_code = definitions.kpi_code
    inner join periods on judged.period_key = periods.period_key
    inner join places on judged.place_key = places.place_key
    left join hubs on places.geography_level = 'hub' and places.geography_code = hubs.hub_id
    left join measures on judged.kpi_code = measures.kpi_code
    left join commentaries
        on
            judged.period_key = commentaries.period_key
            and judged.place_key = commentaries.place_key
            and judged.kpi_code = commentaries.kpi_code
    where
        (definitions.is_by_hub or places.geography_level = 'national')
        and (definitions.is_by_month or periods.period_type = 'programme_year')
)

select * from scorecard
