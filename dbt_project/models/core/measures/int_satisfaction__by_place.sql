{%- set criteria = ['enjoyment', 'satisfaction', 'learning_objectives', 'community_links'] -%}
-- Criterion `all` has every answer, and each form once.
with forms as (
    select * from {{ ref('fct_activity_feedback') }}
),

activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed
),

territory_extents as (
    select * from {{ ref('int_territory__extent') }}
),

extents as (
    select * from {{ ref('int_place__extent') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

by_territory as (
    select
        activities.territory_key,
        date_trunc('month', activities.starts_on::timestamp)::date as month_on,
        lower(forms.respondent) as respondent,
        {% for criterion in criteria %}
        count(forms.{{ criterion }}) as {{ criterion }}_answers,
        coalesce(sum(forms.{{ criterion }}::int), 0) as {{ criterion }}_score,
        count(*) filter (where forms.{{ criterion }} >= 4) as {{ criterion }}_high,
        {% endfor %}
        count(*) filter (where num_nonnulls(forms.{{ criteria | join(', forms.') }}) > 0) as forms_count
    from forms
    inner join activities on forms.activity_id = activities.activity_id
    group by 1, 2, 3
),

cells as (
    {% for criterion in criteria %}
    select
        territory_key,
        month_on,
        respondent,
        '{{ criterion }}' as criterion,
        {{ criterion }}_answers as responses,
        {{ criterion }}_answers as answers,
        {{ criterion }}_score as score_total,
        {{ criterion }}_high as rated_high
    from by_territory
    union all
    {% endfor %}
    select
        territory_key,
        month_on,
        respondent,
        'all' as criterion,
        forms_count as responses,
        {{ criteria | join('_answers + ') }}_answers as answers,
        {{ criteria | join('_score + ') }}_score as score_total,
        {{ criteria | join('_high + ') }}_high as rated_high
    from by_territory
),

by_period as (
    select
        month_periods.period_key,
        cells.territory_key,
        cells.respondent,
        cells.criterion,
        sum(cells.responses)::bigint as responses,
        sum(cells.answers)::bigint as answers,
        sum(cells.score_total)::bigint as score_total,
        sum(cells.rated_high)::bigint as rated_high
    from cells
    inner join month_periods on cells.month_on = month_periods.month_on
    where cells.answers > 0
    group by 1, 2, 3, 4
),

by_extent as (
    select
        by_period.period_key,
        territory_extents.extent_key,
        by_period.respondent,
        by_period.criterion,
        {{ shared_sum('by_period.responses', 'territory_extents.share') }} as responses,
        {{ shared_sum('by_period.answers', 'territory_extents.share') }} as answers,
        {{ shared_sum('by_period.score_total', 'territory_extents.share') }} as score_total,
        {{ shared_sum('by_period.rated_high', 'territory_extents.share') }} as rated_high
    from by_period
    inner join territory_extents on by_period.territory_key = territory_extents.territory_key
    group by 1, 2, 3, 4
),

by_place as (
    select
        by_extent.period_key,
        extents.place_key,
        by_extent.respondent,
        by_extent.criterion,
        by_extent.responses,
        by_extent.answers,
        by_extent.score_total,
        by_extent.rated_high
    from by_extent
    inner join extents on by_extent.extent_key = extents.extent_key
)

select * from by_place
