{%- set criteria = ['enjoyment', 'satisfaction', 'learning_objectives', 'community_links'] -%}
-- Criterion `all` has every answer, and each form once.
with forms as (
    select
        feedback.*,
        date_trunc('month', activities.starts_on::timestamp)::date as month_on
    from {{ ref('fct_activity_feedback') }} as feedback
    inner join {{ ref('fct_activity') }} as activities on feedback.activity_id = activities.activity_id
    where activities.is_completed
),

activity_places as (
    select * from {{ ref('brg_activity_place') }}
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level in ('hub', 'national')
),

answers as (
    {% for criterion in criteria %}
    select
        feedback_id,
        activity_id,
        month_on,
        lower(respondent) as respondent,
        '{{ criterion }}' as criterion,
        {{ criterion }} as score
    from forms
    where {{ criterion }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

scored as (
    select
        activity_id,
        month_on,
        respondent,
        criterion,
        1 as answers,
        score as score_total,
        (score >= 4)::int as rated_high
    from answers
    union all
    select
        activity_id,
        month_on,
        respondent,
        'all' as criterion,
        count(*) as answers,
        sum(score) as score_total,
        count(*) filter (where score >= 4) as rated_high
    from answers
    group by feedback_id, activity_id, month_on, respondent
),

placed as (
    select
        hubs.hub_key,
        scored.month_on,
        scored.respondent,
        scored.criterion,
        sum(activity_places.share) as responses,
        sum(activity_places.share * scored.answers) as answers,
        sum(activity_places.share * scored.score_total) as score_total,
        sum(activity_places.share * scored.rated_high) as rated_high
    from scored
    inner join activity_places on scored.activity_id = activity_places.activity_id
    inner join hubs
        on activity_places.hub_basis = hubs.hub_basis and activity_places.hub_id = hubs.hub_id
    group by 1, 2, 3, 4
),

nationwide as (
    select
        month_on,
        respondent,
        criterion,
        count(*)::numeric as responses,
        sum(answers)::numeric as answers,
        sum(score_total)::numeric as score_total,
        sum(rated_high)::numeric as rated_high
    from scored
    group by 1, 2, 3
),

cells as (
    select * from placed
    union all
    select
        hubs.hub_key,
        nationwide.*
    from nationwide
    inner join hubs on hubs.geography_level = 'national'
)

select * from cells
