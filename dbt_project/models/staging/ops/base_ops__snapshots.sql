-- A file that was rejected and tried again counts as it last came out, with what was replayed of it.
with ledger as (
    select * from {{ source('ops', 'ledger') }}
),

outcomes as (
    select distinct on (family, feed, file_path) *
    from ledger
    where replays_load_id is null
    order by family asc, feed asc, file_path asc, load_id desc
),

contents as (
    select
        family,
        feed,
        coalesce(replays_load_id, load_id) as load_id,
        sum(rows_loaded) as rows_loaded
    from ledger
    where status = 'loaded'
    group by 1, 2, 3
),

snapshots as (
    select
        outcomes.family,
        outcomes.feed,
        coalesce(sum(contents.rows_loaded), 0) as rows_count,
        bool_or(outcomes.status = 'rejected') as has_rejected_part,
        coalesce(sum(contents.rows_loaded), 0) > 0
        and not bool_or(outcomes.status = 'rejected') as is_complete,
        outcomes.file_date as snapshot_on
    from outcomes
    left join contents
        on
            outcomes.family = contents.family
            and outcomes.feed = contents.feed
            and outcomes.content_load_id = contents.load_id
    group by outcomes.family, outcomes.feed, outcomes.file_date
)

select * from snapshots
