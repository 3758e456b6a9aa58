-- A form counts by the day its event began, as feedback on activities does.
with forms as (
    select * from {{ ref('fct_event_feedback') }}
    where overall_quality <> 'Not stated'
),

good as (
    select * from {{ ref('feedback_good_responses') }}
    where question = 'overall_quality'
),

events as (
    select * from {{ ref('fct_cpd_event') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

national as (
    select * from {{ ref('int_geography__place') }}
    where geography_level = 'national'
),

rated as (
    select
        month_periods.period_key,
        national.place_key,
        'CPD_QUALITY' as kpi_code,
        count(good.response)::numeric as numerator,
        count(*)::numeric as denominator
    from forms
    inner join events on forms.event_id = events.event_id
    left join good on forms.overall_quality = good.response
    inner join month_periods on date_trunc('month', events.starts_on::timestamp)::date = month_periods.month_on
    cross join national
    group by 1, 2
),

rates as (
    select
        *,
        100 * numerator / denominator as rate
    from rated
)

select * from rates
