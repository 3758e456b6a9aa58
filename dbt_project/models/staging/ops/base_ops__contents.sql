-- The same bytes can arrive under several dates and parts: the latest of them dates the content, and
-- what was read of the same file under another version of its contract, or as replayed rows.
with ledger as (
    select * from {{ source('ops', 'ledger') }}
    where status <> 'rejected'
),

files as (
    select
        *,
        min(content_load_id) over (partition by family, feed, file_path, sha256) as first_load_id
    from ledger
),

readings as (
    select
        *,
        min(first_load_id) over (partition by content_load_id) as bytes_id
    from files
),

dated as (
    select
        *,
        max(load_id) over (partition by bytes_id) as newest_ledger_id,
        row_number() over (
            partition by bytes_id
            order by file_date desc, part_order desc, load_id desc
        ) as recency
    from readings
),

contents as (
    select
        loads.load_id,
        loads.family,
        loads.feed,
        dated.part_order,
        dated.newest_ledger_id,
        dated.file_date
    from readings as loads
    inner join dated on loads.bytes_id = dated.bytes_id
    where loads.status = 'loaded' and dated.recency = 1
)

select * from contents
