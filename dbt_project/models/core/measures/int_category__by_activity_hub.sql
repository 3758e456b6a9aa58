-- Hub 0 is the nation. An organisation has no day of its own: its type counts with each activity.
with signatures as (
    select * from {{ ref('int_category__signature') }}
),

activities as (
    select * from {{ ref('fct_activity') }}
),

weights as (
    select * from {{ ref('int_category__weight') }}
    where feed = 'activities'
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level = 'hub'
),

places as (
    select
        activity_places.activity_id,
        hubs.hub_key,
        activity_places.share
    from {{ ref('brg_activity_place') }} as activity_places
    inner join hubs
        on activity_places.hub_basis = hubs.hub_basis and activity_places.hub_id = hubs.hub_id
    union all
    select
        activity_id,
        0 as hub_key,
        1 as share
    from activities
),

happened as (
    select
        activities.activity_id,
        activities.organisation_id,
        places.hub_key,
        places.share,
        case when activities.is_completed then weights.hours end as hours,
        date_trunc('month', activities.starts_on::timestamp)::date as month_on
    from activities
    inner join places on activities.activity_id = places.activity_id
    left join weights on activities.activity_id = weights.record_key
),

records as (
    select
        'activities' as feed,
        activity_id as record_key,
        hub_key,
        month_on,
        share,
        hours
    from happened
    union all
    select
        'organisations' as feed,
        organisation_id as record_key,
        hub_key,
        month_on,
        share,
        hours
    from happened
    union all
    select
        'activity_feedback' as feed,
        feedback.feedback_id as record_key,
        happened.hub_key,
        happened.month_on,
        happened.share,
        null as hours
    from {{ ref('fct_activity_feedback') }} as feedback
    inner join happened on feedback.activity_id = happened.activity_id
),

signed as (
    select
        records.feed,
        records.hub_key,
        records.month_on,
        signatures.signature,
        sum(records.share) as rows_share,
        sum(records.share * records.hours) as hours_share
    from records
    inner join signatures on records.feed = signatures.feed and records.record_key = signatures.record_key
    group by 1, 2, 3, 4
)

select * from signed
