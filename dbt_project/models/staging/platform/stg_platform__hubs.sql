-- The newest rows of a hub are all there is of it: when it closes, its row without a successor
-- gives way to those with one. A row that is in quarantine keeps what was there.
with newest as (
    select * from {{ ref('base_platform__hubs') }}
),

snapshots as (
    select snapshot_on from {{ ref('base_ops__snapshots') }}
    where family = 'platform' and feed = 'hubs' and is_complete
),

quarantined as (
    select
        {{ quarantined_key('hub_id', 'string') }} as hub_id,
        {{ quarantined_key('successor_hub_id', 'string') }} as successor_hub_id,
        max(file_date) as quarantined_on
    from {{ ref('base_ops__quarantined') }}
    where family = 'platform' and feed = 'hubs'
    group by 1, 2
),

quarantined_hubs as (
    select
        hub_id,
        max(quarantined_on) as quarantined_on
    from quarantined
    group by hub_id
),

seen as (
    select
        newest.*,
        greatest(newest._file_date, quarantined.quarantined_on) as row_seen_on,
        max(newest._file_date) over (partition by newest.hub_id) as hub_listed_on,
        greatest(
            max(newest._file_date) over (partition by newest.hub_id), quarantined_hubs.quarantined_on
        ) as last_seen_on
    from newest
    left join quarantined
        on
            newest.hub_id = quarantined.hub_id
            and newest.successor_hub_id is not distinct from quarantined.successor_hub_id
    left join quarantined_hubs on newest.hub_id = quarantined_hubs.hub_id
),

listed as (
    select
        seen.*,
        (
            select min(snapshots.snapshot_on) from snapshots
            where seen.last_seen_on < snapshots.snapshot_on
        ) as absent_on
    from seen
    where seen.row_seen_on >= seen.hub_listed_on
)

select * from listed
