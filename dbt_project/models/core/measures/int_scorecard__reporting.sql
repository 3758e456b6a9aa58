{%- set fields = [] -%}
{%- for feed in ['activities', 'activity_feedback', 'ambassadors', 'organisations', 'requests'] -%}
{%- for column in category_columns('platform', feed) if column.taxonomy not in fields -%}
{%- do fields.append(column.taxonomy) -%}
{%- endfor -%}
{%- endfor -%}
-- How reports come in: how soon, and how many of their categories nobody could resolve.
with month_periods as (
    select * from {{ ref('int_month__period') }}
),

extents as (
    select * from {{ ref('int_place__extent') }}
),

national as (
    select * from {{ ref('int_geography__place') }}
    where geography_level = 'national'
),

-- An empty name closes the list, which is empty while dbt parses.
platform_fields as (
    select field
    from (
        values
        {% for field in fields -%}
        ('{{ field }}'),
        {% endfor -%}
        ('')
    ) as fields (field)
),

reported_by_month as (
    select
        extent_key,
        month_on,
        coalesce(sum(activities) filter (where lag_days <= 30), 0) as within_30_days,
        sum(activities) as activities
    from {{ ref('int_reporting__lag') }}
    group by 1, 2
),

reported as (
    select
        month_periods.period_key,
        extents.place_key,
        'REPORTED_30D' as kpi_code,
        sum(reported_by_month.within_30_days) as numerator,
        sum(reported_by_month.activities) as denominator
    from reported_by_month
    inner join extents on reported_by_month.extent_key = extents.extent_key
    inner join month_periods on reported_by_month.month_on = month_periods.month_on
    group by 1, 2
),

unresolved as (
    select
        categories.period_key,
        categories.place_key,
        'OTHER_RATE' as kpi_code,
        coalesce(sum(categories.rows_share) filter (where categories.outcome = 'u'), 0) as numerator,
        sum(categories.rows_share) as denominator
    from {{ ref('int_category__by_place') }} as categories
    inner join national on categories.place_key = national.place_key
    inner join platform_fields on categories.field = platform_fields.field
    group by 1, 2
),

both_kinds as (
    select * from reported
    union all
    select * from unresolved
),

rates as (
    select
        *,
        100 * numerator / nullif(denominator, 0) as rate
    from both_kinds
)

select * from rates
where denominator > 0
