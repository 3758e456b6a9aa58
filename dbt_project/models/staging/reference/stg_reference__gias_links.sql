-- Written from extract/contracts by `make contracts`; without this line it is left alone.
-- A key is closed by the first whole list that neither has it nor has it in quarantine.
with newest as (
    select * from {{ ref('base_reference__gias_links') }}
),

snapshots as (
    select snapshot_on from {{ ref('base_ops__snapshots') }}
    where family = 'reference' and feed = 'gias_links' and is_complete
),

quarantined as (
    select
        {{ quarantined_key('urn', 'integer') }} as urn,
        {{ quarantined_key('link_urn', 'integer') }} as link_urn,
        {{ quarantined_key('link_type', 'string') }} as link_type,
        max(file_date) as quarantined_on
    from {{ ref('base_ops__quarantined') }}
    where family = 'reference' and feed = 'gias_links'
    group by 1, 2, 3
),

seen as (
    select
        newest.*,
        greatest(newest._file_date, quarantined.quarantined_on) as last_seen_on
    from newest
    left join quarantined
        on
            newest.urn = quarantined.urn
            and newest.link_urn = quarantined.link_urn
            and newest.link_type = quarantined.link_type
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
