-- A file that was rejected and tried again counts as it last came out.
with ledger as (
    select * from {{ source('ops', 'ledger') }}
),

outcomes as (
    select distinct on (family, feed, file_path) *
    from ledger
    order by family asc, feed asc, file_path asc, load_id desc
),

contents as (
    select
        load_id,
        rows_loaded
    from ledger
    where status = 'loaded'
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
    left join contents on outcomes.content_load_id = contents.load_id
    group by outcomes.family, outcomes.feed, outcomes.file_date
)

select * from snapshots
