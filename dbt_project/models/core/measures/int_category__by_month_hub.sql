-- Hub 0 is the nation; courses belong to no hub.
with signatures as (
    select * from {{ ref('int_category__signature') }}
),

requests as (
    select * from {{ ref('fct_request') }}
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level = 'hub'
),

records as (
    select
        'requests' as feed,
        requests.request_id as record_key,
        hubs.hub_key,
        requests.requested_on as day_on,
        places.share
    from requests
    inner join {{ ref('brg_request_place') }} as places on requests.request_id = places.request_id
    inner join hubs on places.hub_basis = hubs.hub_basis and places.hub_id = hubs.hub_id
    union all
    select
        'requests' as feed,
        request_id as record_key,
        0 as hub_key,
        requested_on as day_on,
        1 as share
    from requests
    union all
    select
        'events' as feed,
        event_id as record_key,
        0 as hub_key,
        starts_on as day_on,
        1 as share
    from {{ ref('stg_cpd__events') }}
    union all
    select
        'event_feedback' as feed,
        feedback_id as record_key,
        0 as hub_key,
        (submitted_at at time zone 'Europe/London')::date as day_on,
        1 as share
    from {{ ref('stg_cpd__event_feedback') }}
    union all
    select
        'participants' as feed,
        participant_key as record_key,
        0 as hub_key,
        registered_on as day_on,
        1 as share
    from {{ ref('stg_cpd__participants') }}
),

signed as (
    select
        records.feed,
        records.hub_key,
        date_trunc('month', records.day_on::timestamp)::date as month_on,
        signatures.signature,
        sum(records.share) as rows_share,
        null::numeric as hours_share
    from records
    inner join signatures on records.feed = signatures.feed and records.record_key = signatures.record_key
    group by 1, 2, 3, 4
)

select * from signed
