{%- set questions = [
    'role',
    'overall_satisfaction',
    'overall_quality',
    'well_organised',
    'relevant_useful',
    'outcomes_met',
    'impact_practice',
    'impact_students',
    'share_learning',
    'improved_knowledge',
    'online_resources',
] -%}
with forms as (
    select * from {{ ref('stg_cpd__event_feedback') }}
),

events as (
    select * from {{ ref('fct_cpd_event') }}
),

answers as (
    select
        {%- for question in questions %}
        max(raw) filter (where question = '{{ question }}') as {{ question }}_raw,
        max(response) filter (where question = '{{ question }}') as {{ question }},
        max(method) filter (where question = '{{ question }}') as {{ question }}_method,
        {%- endfor %}
        feedback_id
    from {{ ref('int_event_feedback__answer') }}
    group by feedback_id
),

described as (
    select
        forms.feedback_id,
        forms.event_id,
        coalesce(events.programme_id, 'unknown') as programme_id,
        {%- for question in questions %}
        answers.{{ question }}_raw,
        answers.{{ question }},
        answers.{{ question }}_method,
        {%- endfor %}
        coalesce(forms.useful_why ~ '[[:alnum:]]', false) as has_comment,
        forms.submitted_at
    from forms
    left join answers on forms.feedback_id = answers.feedback_id
    left join events on forms.event_id = events.event_id
)

select * from described
