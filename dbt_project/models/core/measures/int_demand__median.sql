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

territory_extents as (
    select * from {{ ref('int_territory__extent') }}
),

month_periods as (
    select * from {{ ref('int_demand__period') }}
),

medians as (
    select
        month_periods.period_key,
        territory_extents.extent_key,
        coalesce(requests.activity_type, 'all') as activity_type,
        percentile_cont(0.5) within group (order by requests.days_to_fill)::numeric as days_to_fill_median
    from requests
    inner join territory_extents on requests.territory_key = territory_extents.territory_key
    inner join month_periods on requests.month_on = month_periods.month_on
    group by month_periods.period_key, territory_extents.extent_key, rollup (requests.activity_type)
)

select * from medians
