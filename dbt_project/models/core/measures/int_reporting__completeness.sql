-- Numerators and denominators are multiplied apart, so that a month at the threshold is exact. A
-- month of which a place has no report yet is as complete as any other month of that age there.
with recursive links as (
    select * from {{ ref('int_reporting__links') }}
),

extents as (
    select * from {{ ref('int_place__extent') }}
),

months as (
    select * from {{ ref('dim_period') }}
    where period_type = 'month'
),

as_of as (
    select * from {{ ref('int_calendar__as_of') }}
),

thresholds as (
    select * from {{ ref('reporting_thresholds') }}
),

products as (
    select
        links.extent_key,
        thresholds.triangle_months - 1 as age,
        1::numeric as reported_by_age,
        1::numeric as reported_later
    from links
    cross join thresholds
    where links.age = 0
    union all
    select
        products.extent_key,
        links.age,
        products.reported_by_age * links.reported_by_age as reported_by_age,
        products.reported_later * links.reported_later as reported_later
    from products
    inner join links
        on products.extent_key = links.extent_key and products.age - 1 = links.age
),

aged as (
    select
        months.starts_on as month_on,
        least(
            greatest(
                12 * (extract(year from as_of.as_of_on) - extract(year from months.starts_on))
                + extract(month from as_of.as_of_on) - extract(month from months.starts_on) - 1,
                0
            ),
            thresholds.triangle_months - 1
        ) as age
    from months
    cross join as_of
    cross join thresholds
),

estimates as (
    select
        extents.place_key,
        aged.month_on,
        trim_scale(round(100 * products.reported_by_age / products.reported_later, 20))
            as completeness_estimate_pct,
        100 * products.reported_by_age
        < thresholds.complete_from_pct * products.reported_later as is_provisional
    from products
    inner join extents on products.extent_key = extents.extent_key
    inner join aged on products.age = aged.age
    cross join thresholds
)

select * from estimates
