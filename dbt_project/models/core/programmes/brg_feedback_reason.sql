-- A comment has every reason of which a pattern is found in it. A rule at a time over all comments: the server
-- keeps only a few patterns compiled.
with rules as (
    select * from {{ ref('feedback_reason_rules') }}
),

reasons as (
    select * from {{ ref('feedback_reasons') }}
),

comments as (
    select * from {{ ref('int_feedback__comment') }}
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
            where {{ matches_rule('comments.text', 'rules.pattern') }}
            offset 0
        ) as found
    group by 1, 2
),

named as (
    select
        matched.feedback_id,
        reasons.reason,
        'rule' as reason_method
    from matched
    inner join reasons on matched.position = reasons.position
)

select * from named
