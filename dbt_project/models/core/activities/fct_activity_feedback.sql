with feedback as (
    select * from {{ ref('stg_platform__activity_feedback') }}
),

respondents as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'respondent'
),

ambassadors as (
    select
        ambassador_id,
        ambassador_key
    from {{ ref('stg_platform__ambassadors') }}
),

keyed as (
    select
        feedback.feedback_id,
        feedback.activity_id,
        case when feedback.ambassador_id is not null then coalesce(ambassadors.ambassador_key, 'unknown') end
            as ambassador_key,
        respondents.raw as respondent_raw,
        respondents.category as respondent,
        respondents.method as respondent_method,
        feedback.enjoyment,
        feedback.satisfaction,
        feedback.learning_objectives,
        feedback.community_links,
        coalesce(feedback.comment ~ '[[:alnum:]]', false) as has_comment,
        feedback.submitted_at,
        feedback.updated_at
    from feedback
    left join respondents on coalesce(feedback.respondent, '') = respondents.reported_value
    left join ambassadors on feedback.ambassador_id = ambassadors.ambassador_id
)

select * from keyed
