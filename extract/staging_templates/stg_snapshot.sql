-- A key is closed by the first whole list that neither has it nor has it in quarantine.
with newest as (
    select * from {{ ref('base_${family}__$feed') }}
),

snapshots as (
    select snapshot_on from {{ ref('base_ops__snapshots') }}
    where family = '$family' and feed = '$feed' and is_complete
),

quarantined as (
    select
        $quarantined_keys,
        max(file_date) as quarantined_on
    from {{ ref('base_ops__quarantined') }}
    where family = '$family' and feed = '$feed'
    group by $key_positions
),

seen as (
    select
        newest.*,
        greatest(newest._file_date, quarantined.quarantined_on) as last_seen_on
    from newest
    left join quarantined
        on
            $same_key
),

absences as (
    select
        days.last_seen_on,
        min(snapshots.snapshot_on) as absent_on
    from (select distinct last_seen_on from seen) as days
    inner join snapshots on days.last_seen_on < snapshots.snapshot_on
    group by days.last_seen_on
),

listed as (
    select
        seen.*,
        absences.absent_on
    from seen
    left join absences on seen.last_seen_on = absences.last_seen_on
)

select * from listed
