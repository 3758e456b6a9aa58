with comments as (
    select * from {{ ref('int_feedback__comment') }}
),

given as (
    select * from {{ ref('brg_feedback_reason') }}
),

reasons as (
    select * from {{ ref('feedback_reasons') }}
),

coded as (
    select feedback_id
    from given
    group by feedback_id
),

based as (
    select
        comments.programme,
        count(*) as base_count,
        count(*) filter (where coded.feedback_id is null) as uncoded_count
    from comments
    left join coded on comments.feedback_id = coded.feedback_id
    group by 1
),

counted as (
    select
        comments.programme,
        given.reason,
        count(*) as comments_count
    from comments
    inner join given on comments.feedback_id = given.feedback_id
    group by 1, 2
),

ranked as (
    select
        based.programme,
        reasons.reason,
        coalesce(counted.comments_count, 0) as comments_count,
        based.base_count,
        rank() over (
            partition by based.programme
            order by coalesce(counted.comments_count, 0) desc
        ) as reason_rank,
        based.uncoded_count
    from based
    cross join reasons
    left join counted on based.programme = counted.programme and reasons.reason = counted.reason
)

select * from ranked
