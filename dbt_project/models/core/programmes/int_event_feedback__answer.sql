-- A question's column is also the name of its list of answers.
with forms as (
    select * from {{ ref('stg_cpd__event_feedback') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

asked as (
    select
        forms.feedback_id,
        questions.question,
        questions.reported_value,
        questions.reported_companion
    from forms
    cross join lateral (
        values
        ('role', forms.role, forms.role_other),
        ('overall_satisfaction', forms.overall_satisfaction, null),
        ('overall_quality', forms.overall_quality, null),
        ('well_organised', forms.well_organised, null),
        ('relevant_useful', forms.relevant_useful, null),
        ('outcomes_met', forms.outcomes_met, null),
        ('impact_practice', forms.impact_practice, null),
        ('impact_students', forms.impact_students, null),
        ('share_learning', forms.share_learning, null),
        ('improved_knowledge', forms.improved_knowledge, null),
        ('online_resources', forms.online_resources, null)
    ) as questions (question, reported_value, reported_companion)
),

answers as (
    select
        asked.feedback_id,
        asked.question,
        resolved.raw,
        resolved.category as response,
        resolved.method
    from asked
    left join resolved
        on
            asked.question = resolved.taxonomy
            and coalesce(asked.reported_value, '') = resolved.reported_value
            and coalesce(asked.reported_companion, '') = resolved.reported_companion
)

select * from answers
