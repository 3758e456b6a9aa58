with aims as (
    select * from {{ ref('programme_aims') }}
),

measures as (
    select * from {{ ref('programme_aim_measures') }}
),

measured as (
    select
        aims.aim,
        aims.aim_text,
        string_agg(measures.kpi_code, ', ' order by measures.kpi_code) as kpi_codes,
        count(measures.kpi_code) as kpis_count,
        count(measures.kpi_code) > 0 as is_measured
    from aims
    left join measures on aims.aim = measures.aim
    group by 1, 2
)

select * from measured
