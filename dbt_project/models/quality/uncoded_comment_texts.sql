-- For the steward, who looks for what a rule should find: a table, as a view would be read with its owner's rights.
{{ config(materialized='table', post_hook='{{ keep_from_analysts(this) }}') }}

with uncoded as (
    select * from {{ ref('uncoded_comments') }}
),

comments as (
    select * from {{ ref('int_feedback__comment') }}
),

predictions as (
    select * from {{ source('ops', 'category_predictions') }}
    where taxonomy = {{ comment_field() }}
),

reasons as (
    select * from {{ ref('feedback_reasons') }}
),

texts as (
    select
        comments.text,
        uncoded.says_what_was_missing,
        count(*) as comments_count,
        min(uncoded.first_seen_on) as first_seen_on
    from uncoded
    inner join comments on uncoded.feedback_id = comments.feedback_id
    where not ({{ leads_to_a_person('comments.text') }})
    group by 1, 2
),

suggested as (
    select
        texts.text,
        texts.comments_count,
        reasons.reason as suggested_reason,
        case when reasons.reason is not null then predictions.confidence end as confidence,
        texts.first_seen_on
    from texts
    left join predictions on {{ text_hash('texts.text') }} = predictions.text_hash and not texts.says_what_was_missing
    left join reasons on predictions.category = reasons.reason
)

select * from suggested
