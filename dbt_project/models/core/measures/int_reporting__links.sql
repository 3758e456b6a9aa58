-- The reporting triangle: how much the reports of a month grow from one age to the next.
with last_complete as (
    select
        thresholds.triangle_months,
        (date_trunc('month', as_of.as_of_on) - interval '1 month')::date as month_on
    from {{ ref('int_calendar__as_of') }} as as_of
    cross join {{ ref('reporting_thresholds') }} as thresholds
),

months as (
    select
        (last_complete.month_on - ages.age * interval '1 month')::date as month_on,
        ages.age
    from last_complete
    cross join generate_series(0, last_complete.triangle_months - 1) as ages (age)
),

reported_by_month as (
    select
        lags.extent_key,
        months.age,
        lags.month_on,
        lags.reported_month_on,
        sum(lags.activities) as activities
    from {{ ref('int_reporting__lag') }} as lags
    inner join months on lags.month_on = months.month_on
    group by 1, 2, 3, 4
),

reported as (
    select
        extent_key,
        age,
        activities,
        greatest(
            12 * (extract(year from reported_month_on) - extract(year from month_on))
            + extract(month from reported_month_on) - extract(month from month_on),
            0
        )::int as report_age
    from reported_by_month
),

extents as (
    select extent_key
    from {{ ref('int_reporting__lag') }}
    group by 1
),

sums as (
    select
        extents.extent_key,
        months.age - 1 as age,
        coalesce(sum(reported.activities), 0) as reported_later,
        coalesce(
            sum(reported.activities) filter (where reported.report_age < months.age), 0
        ) as reported_by_age
    from extents
    cross join months
    left join reported
        on
            extents.extent_key = reported.extent_key
            and months.age <= reported.age
            and months.age >= reported.report_age
    where months.age > 0
    group by 1, 2
),

links as (
    select
        extent_key,
        age,
        case when reported_by_age = 0 then 1 else reported_later end as reported_later,
        case when reported_by_age = 0 then 1 else reported_by_age end as reported_by_age
    from sums
)

select * from links
