{%- set criteria = ['enjoyment', 'satisfaction', 'learning_objectives', 'community_links'] -%}
-- Criterion `all` has every answer, and each form once. Answers of one share are counted before it is applied.
with forms as (
    select
        feedback.activity_id,
        lower(feedback.respondent) as respondent,
        {% for criterion in criteria %}
        feedback.{{ criterion }}::int as {{ criterion }},
        {% endfor %}
        date_trunc('month', activities.starts_on::timestamp)::date as month_on
    from {{ ref('fct_activity_feedback') }} as feedback
    inner join {{ ref('fct_activity') }} as activities on feedback.activity_id = activities.activity_id
    where activities.is_completed
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level in ('hub', 'national')
),

placed as (
    select
        forms.*,
        hubs.hub_key,
        activity_places.share
    from forms
    inner join {{ ref('brg_activity_place') }} as activity_places
        on forms.activity_id = activity_places.activity_id
    inner join hubs
        on activity_places.hub_basis = hubs.hub_basis and activity_places.hub_id = hubs.hub_id
    union all
    select
        forms.*,
        hubs.hub_key,
        1 as share
    from forms
    inner join hubs on hubs.geography_level = 'national'
),

counted as (
    select
        hub_key,
        month_on,
        respondent,
        share,
        {% for criterion in criteria %}
        count({{ criterion }}) as {{ criterion }}_answers,
        coalesce(sum({{ criterion }}), 0) as {{ criterion }}_score,
        count(*) filter (where {{ criterion }} >= 4) as {{ criterion }}_high,
        {% endfor %}
        count(*) filter (where num_nonnulls({{ criteria | join(', ') }}) > 0) as forms
    from placed
    group by 1, 2, 3, 4
),

cells as (
    {% for criterion in criteria %}
    select
        hub_key,
        month_on,
        respondent,
        '{{ criterion }}' as criterion,
        share,
        {{ criterion }}_answers as responses,
        {{ criterion }}_answers as answers,
        {{ criterion }}_score as score_total,
        {{ criterion }}_high as rated_high
    from counted
    union all
    {% endfor %}
    select
        hub_key,
        month_on,
        respondent,
        'all' as criterion,
        share,
        forms as responses,
        {{ criteria | join('_answers + ') }}_answers as answers,
        {{ criteria | join('_score + ') }}_score as score_total,
        {{ criteria | join('_high + ') }}_high as rated_high
    from counted
),

by_hub as (
    select
        hub_key,
        month_on,
        respondent,
        criterion,
        sum(share * responses) as responses,
        sum(share * answers) as answers,
        sum(share * score_total) as score_total,
        sum(share * rated_high) as rated_high
    from cells
    where answers > 0
    group by 1, 2, 3, 4
)

select * from by_hub
