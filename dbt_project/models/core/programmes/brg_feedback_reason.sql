-- A comment has every reason of which a pattern is found in it; where none is, the one that the model is sure of,
-- which is not heard where anything was missed. A rule at a time over all comments: the server keeps only a few
-- patterns compiled.
with rules as (
    select * from {{ ref('feedback_reason_rules') }}
),

reasons as (
    select * from {{ ref('feedback_reasons') }}
),

comments as (
    select * from {{ ref('int_feedback__comment') }}
),

predictions as (
    select * from {{ source('ops', 'category_predictions') }}
    where taxonomy = {{ comment_field() }} and is_applied
),

matched as (
    select
        rules.position,
        found.feedback_id
    from rules
    cross join
        lateral (
            select comments.feedback_id
            from comments
            where {{ matches_rule('comments.affirmed_text', 'rules.pattern') }}
            offset 0
        ) as found
    group by 1, 2
),

ruled as (
    select feedback_id
    from matched
    group by feedback_id
),

-- The model's bar is set on comments in which no rule finds a reason.
silent as (
    select
        comments.feedback_id,
        {{ text_hash('comments.text') }} as text_hash
    from comments
    left join ruled on comments.feedback_id = ruled.feedback_id
    where ruled.feedback_id is null and comments.text = comments.affirmed_text
),

found as (
    select
        matched.feedback_id,
        reasons.reason,
        'rule' as reason_method
    from matched
    inner join reasons on matched.position = reasons.position
    union all
    select
        silent.feedback_id,
        reasons.reason,
        'model' as reason_method
    from silent
    inner join predictions on silent.text_hash = predictions.text_hash
    inner join reasons on predictions.category = reasons.reason
)

select * from found
