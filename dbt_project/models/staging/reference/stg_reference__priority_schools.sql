-- Each programme year is a list of its own: only a list of that year can close its rows.
with newest as (
    select * from {{ ref('base_reference__priority_schools') }}
),

snapshots as (
    select snapshot_on from {{ ref('base_ops__snapshots') }}
    where family = 'reference' and feed = 'priority_schools' and is_complete
),

datings as (
    select
        content_load_id as load_id,
        file_date
    from {{ source('ops', 'ledger') }}
    where family = 'reference' and feed = 'priority_schools' and status <> 'rejected'
),

received as (
    select
        {{ trimmed('programme_year') }} as programme_year,
        _load_id
    from {{ source('reference', 'priority_schools') }}
    group by 1, 2
),

lists as (
    select
        received.programme_year,
        datings.file_date as listed_on
    from received
    inner join datings on received._load_id = datings.load_id
    inner join snapshots on datings.file_date = snapshots.snapshot_on
    group by 1, 2
),

quarantined as (
    select
        {{ quarantined_key('urn', 'integer') }} as urn,
        {{ quarantined_key('programme_year', 'string') }} as programme_year,
        max(file_date) as quarantined_on
    from {{ ref('base_ops__quarantined') }}
    where family = 'reference' and feed = 'priority_schools'
    group by 1, 2
),

seen as (
    select
        newest.*,
        greatest(newest._file_date, quarantined.quarantined_on) as last_seen_on
    from newest
    left join quarantined
        on
            newest.urn = quarantined.urn
            and newest.programme_year = quarantined.programme_year
),

days as (
    select
        programme_year,
        last_seen_on
    from seen
    group by 1, 2
),

absences as (
    select
        days.programme_year,
        days.last_seen_on,
        min(lists.listed_on) as absent_on
    from days
    inner join lists
        on
            days.programme_year = lists.programme_year
            and days.last_seen_on < lists.listed_on
    group by 1, 2
),

listed as (
    select
        seen.*,
        absences.absent_on
    from seen
    left join absences
        on
            seen.programme_year = absences.programme_year
            and seen.last_seen_on = absences.last_seen_on
)

select * from listed
