-- Small integers stand for periods, places and homes in the measures: they sort and hash cheaply.
with periods as (
    select * from {{ ref('dim_period') }}
),

years as (
    select * from {{ ref('dim_programme_year') }}
),

keyed as (
    select
        row_number() over (order by periods.period_type, periods.period)::int as period_key,
        periods.period_type,
        periods.period,
        years.programme_year,
        periods.starts_on,
        periods.ends_on,
        periods.is_finished
    from periods
    left join years on periods.ends_on between years.starts_on and years.ends_on
)

select * from keyed
