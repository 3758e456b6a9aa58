-- A request that is shared out is one request wherever a part of it is.
with requests as (
    select
        territory_key,
        date_trunc('month', requested_on::timestamp)::date as month_on,
        activity_type,
        closed_on - requested_on as days_to_fill
    from {{ ref('fct_request') }}
    where status in ('Filled', 'Part filled') and closed_on is not null
),

territory_places as (
    select * from {{ ref('int_territory__place') }}
),

month_periods as (
    select * from {{ ref('int_demand__period') }}
),

medians as (
    select
        month_periods.period_key,
        territory_places.place_key,
        coalesce(requests.activity_type, 'all') as activity_type,
        percentile_cont(0.5) within group (order by requests.days_to_fill)::numeric as days_to_fill_median
    from requests
    inner join territory_places on requests.territory_key = territory_places.territory_key
    inner join month_periods on requests.month_on = month_periods.month_on
    group by month_periods.period_key, territory_places.place_key, rollup (requests.activity_type)
)

select * from medians
