-- Requests of one share are counted before it is applied.
with requests as (
    select * from {{ ref('fct_request') }}
),

provided as (
    select * from {{ ref('int_demand__provided') }}
),

request_places as (
    select * from {{ ref('brg_request_place') }}
),

hubs as (
    select * from {{ ref('int_hub__place') }}
    where geography_level in ('hub', 'national')
),

measured as (
    select
        requests.request_id,
        requests.activity_type,
        requests.status,
        requests.ambassadors_wanted_count::int as ambassadors_wanted_count,
        coalesce(provided.ambassadors_count, 0)::int as ambassadors_provided_count,
        date_trunc('month', requests.requested_on::timestamp)::date as month_on
    from requests
    left join provided on requests.request_id = provided.request_id
),

placed as (
    select
        measured.*,
        hubs.hub_key,
        request_places.share
    from measured
    inner join request_places on measured.request_id = request_places.request_id
    inner join hubs
        on request_places.hub_basis = hubs.hub_basis and request_places.hub_id = hubs.hub_id
    union all
    select
        measured.*,
        hubs.hub_key,
        1 as share
    from measured
    inner join hubs on hubs.geography_level = 'national'
),

counted as (
    select
        hub_key,
        month_on,
        activity_type,
        share,
        count(*) as requests,
        count(*) filter (where status = 'Filled') as filled,
        count(*) filter (where status = 'Part filled') as part_filled,
        count(*) filter (where status = 'Unfilled') as unfilled,
        count(*) filter (where status = 'Cancelled') as cancelled,
        count(*) filter (where status = 'Open') as still_open,
        coalesce(sum(ambassadors_wanted_count), 0) as ambassadors_wanted,
        sum(ambassadors_provided_count) as ambassadors_provided
    from placed
    group by 1, 2, 3, 4
),

by_hub as (
    select
        hub_key,
        month_on,
        activity_type,
        sum(share * requests) as requests,
        sum(share * filled) as filled,
        sum(share * part_filled) as part_filled,
        sum(share * unfilled) as unfilled,
        sum(share * cancelled) as cancelled,
        sum(share * still_open) as still_open,
        sum(share * ambassadors_wanted) as ambassadors_wanted,
        sum(share * ambassadors_provided) as ambassadors_provided
    from counted
    group by 1, 2, 3
)

select * from by_hub
