-- An area goes from hub to hub as they close. What would return to a hub that it came through stays
-- where it is, so that a circle of successors ends and no share is lost.
with recursive hubs as (
    select * from {{ ref('dim_hub') }}
),

successors as (
    select * from {{ ref('brg_hub_successor') }}
    where closed_on is not null and share > 0
),

carried as (
    select
        hub_id,
        hub_id as carrier_hub_id,
        1::numeric as share,
        '0001-01-01'::date as from_on,
        array[hub_id] as path
    from hubs
    union all
    select
        carried.hub_id,
        successors.successor_hub_id as carrier_hub_id,
        carried.share * successors.share as share,
        greatest(carried.from_on, successors.closed_on + 1) as from_on,
        carried.path || successors.successor_hub_id as path
    from carried
    inner join successors on carried.carrier_hub_id = successors.predecessor_hub_id
    where successors.successor_hub_id <> all(carried.path)
),

until_closed as (
    select
        carried.hub_id,
        carried.carrier_hub_id,
        carried.share,
        carried.from_on,
        coalesce(min(successors.closed_on), '9999-12-31'::date) as to_on
    from carried
    left join successors on carried.carrier_hub_id = successors.predecessor_hub_id
    group by carried.hub_id, carried.carrier_hub_id, carried.share, carried.from_on, carried.path
),

kept_for_want_of_another as (
    select
        carried.hub_id,
        carried.carrier_hub_id,
        carried.share * successors.share as share,
        greatest(carried.from_on, successors.closed_on + 1) as from_on,
        '9999-12-31'::date as to_on
    from carried
    inner join successors on carried.carrier_hub_id = successors.predecessor_hub_id
    where successors.successor_hub_id = any(carried.path)
),

intervals as (
    select * from until_closed
    where from_on <= to_on
    union all
    select * from kept_for_want_of_another
),

lineage as (
    select
        hub_id,
        carrier_hub_id,
        sum(share) as share,
        from_on,
        to_on
    from intervals
    group by hub_id, carrier_hub_id, from_on, to_on
)

select * from lineage
