-- Requests of a place and month by the days until they were filled. A request that is shared out is one
-- request wherever a part of it is.
with requests as (
    select
        request_id,
        activity_type,
        date_trunc('month', requested_on::timestamp)::date as month_on,
        closed_on - requested_on as days_to_fill
    from {{ ref('fct_request') }}
    where status in ('Filled', 'Part filled') and closed_on is not null
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
),

placed as (
    select
        requests.*,
        hubs.hub_key,
        request_places.share
    from requests
    inner join {{ ref('brg_request_place') }} as request_places
        on requests.request_id = request_places.request_id
    inner join hub_places as hubs
        on
            request_places.hub_basis = hubs.hub_basis
            and request_places.hub_id = hubs.hub_id
            and hubs.geography_level = 'hub'
    where request_places.share > 0
    union all
    select
        requests.*,
        hubs.hub_key,
        1 as share
    from requests
    inner join hub_places as hubs on hubs.geography_level = 'national'
),

in_one_hub as (
    select
        hub_key,
        month_on,
        activity_type,
        days_to_fill,
        count(*)::int as requests_count
    from placed
    where share = 1
    group by 1, 2, 3, 4
),

shared_out as (
    select
        hub_places.place_key,
        placed.request_id,
        placed.month_on,
        placed.activity_type,
        placed.days_to_fill
    from placed
    inner join hub_places on placed.hub_key = hub_places.hub_key
    where placed.share <> 1
    group by 1, 2, 3, 4, 5
),

cells as (
    select
        hub_places.place_key,
        in_one_hub.month_on,
        in_one_hub.activity_type,
        in_one_hub.days_to_fill,
        in_one_hub.requests_count
    from in_one_hub
    inner join hub_places on in_one_hub.hub_key = hub_places.hub_key
    union all
    select
        place_key,
        month_on,
        activity_type,
        days_to_fill,
        1 as requests_count
    from shared_out
),

by_place as (
    select
        place_key,
        month_on,
        activity_type,
        days_to_fill,
        sum(requests_count)::int as requests_count
    from cells
    group by 1, 2, 3, 4
)

select * from by_place
