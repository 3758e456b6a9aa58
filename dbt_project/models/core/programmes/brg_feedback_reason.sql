-- A comment has every reason of which a pattern is found in it, and the one that the model is sure of, which
-- is not heard where anything was missed. A rule at a time over all comments: the server keeps only a few
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
    where taxonomy = 'useful_why' and is_applied
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

found as (
    select
        matched.feedback_id,
        reasons.reason,
        'rule' as reason_method
    from matched
    inner join reasons on matched.position = reasons.position
    union all
    select
        comments.feedback_id,
        reasons.reason,
        'model' as reason_method
    from comments
    inner join predictions on {{ text_hash('comments.text') }} = predictions.text_hash
    inner join reasons on predictions.category = reasons.reason
    where comments.text = comments.affirmed_text
),

named as (
    select
        feedback_id,
        reason,
        max(reason_method) as reason_method
    from found
    group by 1, 2
)

select * from named
