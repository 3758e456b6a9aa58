{%- set numbers = [
    'requests', 'filled', 'part_filled', 'unfilled', 'cancelled', 'still_open', 'ambassadors_wanted',
] -%}
with requests as (
    select * from {{ ref('fct_request') }}
),

provided as (
    select * from {{ ref('int_demand__provided') }}
),

territory_extents as (
    select * from {{ ref('int_territory__extent') }}
),

extents as (
    select * from {{ ref('int_place__extent') }}
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

by_extent as (
    select
        by_period.period_key,
        territory_extents.extent_key,
        by_period.activity_type,
        {% for number in numbers %}
        {{ shared_sum('by_period.' ~ number, 'territory_extents.share') }} as {{ number }},
        {% endfor %}
        {{ shared_sum('by_period.ambassadors_provided', 'territory_extents.share') }} as ambassadors_provided
    from by_period
    inner join territory_extents on by_period.territory_key = territory_extents.territory_key
    group by 1, 2, 3
),

by_place as (
    select
        by_extent.period_key,
        extents.place_key,
        by_extent.activity_type,
        {% for number in numbers %}
        by_extent.{{ number }},
        {% endfor %}
        by_extent.ambassadors_provided
    from by_extent
    inner join extents on by_extent.extent_key = extents.extent_key
)

select * from by_place
