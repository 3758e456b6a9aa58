-- Each question has a base of its own: the forms that answer it.
with questions as (
    select * from {{ ref('feedback_questions') }}
),

lists as (
    select * from {{ ref('taxonomy') }}
),

counted as (
    select * from {{ ref('int_event_feedback__counted') }}
),

based as (
    select
        programme,
        question,
        role,
        sum(responses_count)::bigint as base_count
    from counted
    group by 1, 2, 3
),

offered as (
    select
        based.programme,
        based.question,
        based.role,
        lists.category as response
    from based
    inner join lists on based.question = lists.taxonomy
    union
    select
        programme,
        question,
        role,
        response
    from counted
),

shared as (
    select
        offered.*,
        coalesce(counted.responses_count, 0) as responses_count,
        based.base_count,
        100.0 * coalesce(counted.responses_count, 0) / based.base_count as response_pct
    from offered
    left join based
        on
            offered.programme = based.programme
            and offered.question = based.question
            and offered.role = based.role
    left join counted
        on
            offered.programme = counted.programme
            and offered.question = counted.question
            and offered.role = counted.role
            and offered.response = counted.response
),

ranked as (
    select
        shared.programme,
        shared.question,
        shared.role,
        rank() over (
            partition by shared.programme, shared.role
            order by round(shared.response_pct) desc
        ) as question_rank
    from shared
    inner join questions on shared.question = questions.question and shared.response = questions.ranked_response
),

described as (
    select
        shared.*,
        ranked.question_rank
    from shared
    left join ranked
        on
            shared.programme = ranked.programme
            and shared.question = ranked.question
            and shared.role = ranked.role
)

select * from described
