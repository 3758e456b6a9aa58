-- A partnership whose planned last day is still to come has not ended: its end wave can't be in.
with partnerships as (
    select dim_partnership.*
    from {{ ref('dim_partnership') }} as dim_partnership
    cross join {{ ref('int_calendar__as_of') }} as as_of
    where dim_partnership.partnership_id <> 'unknown' and dim_partnership.ends_on <= as_of.as_of_on
),

returned as (
    select
        partnership_id,
        coalesce(sum(responses_count) filter (where wave = 'end'), 0) as end_count,
        coalesce(sum(responses_count) filter (where wave = 'start'), 0) as baseline_count
    from {{ ref('int_survey__by_partnership') }}
    where not is_joined
    group by 1
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

national as (
    select * from {{ ref('int_geography__place') }}
    where geography_level = 'national'
),

summed as (
    select
        month_periods.period_key,
        national.place_key,
        'SURVEY_RETURN' as kpi_code,
        sum(returned.end_count) as numerator,
        sum(returned.baseline_count) as denominator
    from partnerships
    inner join returned on partnerships.partnership_id = returned.partnership_id
    inner join month_periods
        on date_trunc('month', partnerships.ends_on::timestamp)::date = month_periods.month_on
    cross join national
    group by 1, 2
),

rates as (
    select
        *,
        100 * numerator / nullif(denominator, 0) as rate
    from summed
)

select * from rates
where denominator > 0
