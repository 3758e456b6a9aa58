{{ config(materialized='table') }}

-- A table, so that the view of freshness is released together with what it reads.
with rhythms as (
    select
        family,
        feed,
        expected_days
    from {{ ref('feed_rhythm') }}
)

select * from rhythms
