-- Hub 0 is the nation. An organisation has no day of its own: its type counts with each activity.
-- Records of one share, however many zeros it was written with, are counted before it is applied.
with signatures as (
    select * from {{ ref('int_category__signature') }}
),

weights as (
    select * from {{ ref('int_category__weight') }}
    where feed = 'activities'
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level = 'hub'
),

activities as (
    select
        facts.activity_id,
        facts.organisation_id,
        case when facts.is_completed then weights.hours end as hours,
        date_trunc('month', facts.starts_on::timestamp)::date as month_on
    from {{ ref('fct_activity') }} as facts
    left join weights on facts.activity_id = weights.record_key
),

signed as (
    select
        signatures.feed,
        activities.activity_id,
        activities.month_on,
        signatures.signature,
        activities.hours
    from activities
    inner join signatures on activities.activity_id = signatures.record_key
    where signatures.feed = 'activities'
    union all
    select
        signatures.feed,
        activities.activity_id,
        activities.month_on,
        signatures.signature,
        activities.hours
    from activities
    inner join signatures on activities.organisation_id = signatures.record_key
    where signatures.feed = 'organisations'
    union all
    select
        signatures.feed,
        activities.activity_id,
        activities.month_on,
        signatures.signature,
        null as hours
    from {{ ref('fct_activity_feedback') }} as feedback
    inner join activities on feedback.activity_id = activities.activity_id
    inner join signatures on feedback.feedback_id = signatures.record_key
    where signatures.feed = 'activity_feedback'
),

placed as (
    select
        signed.feed,
        hubs.hub_key,
        signed.month_on,
        signed.signature,
        trim_scale(places.share) as share,
        count(*) as rows_count,
        sum(signed.hours) as hours
    from signed
    inner join {{ ref('brg_activity_place') }} as places on signed.activity_id = places.activity_id
    inner join hubs on places.hub_basis = hubs.hub_basis and places.hub_id = hubs.hub_id
    group by 1, 2, 3, 4, 5
),

by_hub as (
    select
        feed,
        hub_key,
        month_on,
        signature,
        sum(share * rows_count) as rows_share,
        sum(share * hours) as hours_share
    from placed
    group by 1, 2, 3, 4
),

nationwide as (
    select
        feed,
        0 as hub_key,
        month_on,
        signature,
        count(*)::numeric as rows_share,
        sum(hours) as hours_share
    from signed
    group by 1, 3, 4
),

cells as (
    select * from by_hub
    union all
    select * from nationwide
)

select * from cells
