{%- set numbers = [
    'requests', 'filled', 'part_filled', 'unfilled', 'cancelled', 'still_open', 'ambassadors_wanted',
] -%}
with requests as (
    select * from {{ ref('fct_request') }}
),

provided as (
    select * from {{ ref('int_demand__provided') }}
),

territory_places as (
    select * from {{ ref('int_territory__place') }}
),

month_periods as (
    select * from {{ ref('int_demand__period') }}
),

by_territory as (
    select
        requests.territory_key,
        date_trunc('month', requests.requested_on::timestamp)::date as month_on,
        requests.activity_type,
        count(*) as requests,
        count(*) filter (where requests.status = 'Filled') as filled,
        count(*) filter (where requests.status = 'Part filled') as part_filled,
        count(*) filter (where requests.status = 'Unfilled') as unfilled,
        count(*) filter (where requests.status = 'Cancelled') as cancelled,
        count(*) filter (where requests.status = 'Open') as still_open,
        coalesce(sum(requests.ambassadors_wanted_count), 0)::bigint as ambassadors_wanted,
        coalesce(sum(provided.ambassadors_count), 0)::bigint as ambassadors_provided
    from requests
    left join provided on requests.request_id = provided.request_id
    group by 1, 2, 3
),

by_period as (
    select
        by_territory.territory_key,
        month_periods.period_key,
        coalesce(by_territory.activity_type, 'all') as activity_type,
        {% for number in numbers %}
        sum(by_territory.{{ number }})::bigint as {{ number }},
        {% endfor %}
        sum(by_territory.ambassadors_provided)::bigint as ambassadors_provided
    from by_territory
    inner join month_periods on by_territory.month_on = month_periods.month_on
    group by by_territory.territory_key, month_periods.period_key, rollup (by_territory.activity_type)
),

by_place as (
    select
        by_period.period_key,
        territory_places.place_key,
        by_period.activity_type,
        {% for number in numbers %}
        sum(territory_places.share * by_period.{{ number }}) as {{ number }},
        {% endfor %}
        sum(territory_places.share * by_period.ambassadors_provided) as ambassadors_provided
    from by_period
    inner join territory_places on by_period.territory_key = territory_places.territory_key
    group by 1, 2, 3
)

select * from by_place
