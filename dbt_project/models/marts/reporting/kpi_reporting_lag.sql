with lags as (
    select * from {{ ref('int_reporting__lag') }}
),

completeness as (
    select * from {{ ref('int_reporting__completeness') }}
),

months as (
    select * from {{ ref('int_period__keyed') }}
    where period_type = 'month'
),

places as (
    select
        places.*,
        extents.extent_key
    from {{ ref('int_geography__place') }} as places
    inner join {{ ref('int_place__extent') }} as extents on places.place_key = extents.place_key
),

by_day as (
    select
        extent_key,
        month_on,
        lag_days,
        sum(activities) as activities,
        sum(reports_count) as reports_count
    from lags
    group by 1, 2, 3
),

ranked as (
    select
        *,
        sum(reports_count) over (partition by extent_key, month_on order by lag_days) as so_far,
        sum(reports_count) over (partition by extent_key, month_on) as in_all
    from by_day
),

summed as (
    select
        extent_key,
        month_on,
        sum(activities) as activities,
        100 * sum(activities) filter (where lag_days <= 7) as within_7_days,
        100 * sum(activities) filter (where lag_days <= 30) as within_30_days,
        100 * sum(activities) filter (where lag_days <= 90) as within_90_days,
        min(lag_days) filter (where 2 * so_far >= in_all) as median_low,
        min(lag_days) filter (where 2 * so_far > in_all) as median_high
    from ranked
    group by 1, 2
),

measured as (
    select
        months.period_type,
        months.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        round(summed.activities)::bigint as activities_count,
        coalesce(summed.within_7_days, 0) / summed.activities as reported_within_7_days_pct,
        coalesce(summed.within_30_days, 0) / summed.activities as reported_within_30_days_pct,
        coalesce(summed.within_90_days, 0) / summed.activities as reported_within_90_days_pct,
        (summed.median_low + summed.median_high) / 2.0 as lag_days_median,
        completeness.completeness_estimate_pct,
        completeness.is_provisional
    from summed
    inner join months on summed.month_on = months.starts_on
    inner join places on summed.extent_key = places.extent_key
    inner join completeness
        on
            places.place_key = completeness.place_key
            and summed.month_on = completeness.month_on
)

select * from measured
