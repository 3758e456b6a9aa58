-- The same bytes can arrive under several dates and parts: the latest of them dates the content, and
-- what was read of the same file under another version of its contract, or as replayed rows.
-- Every step keeps to its feed, so that a reader of one feed reads only that feed's rows of the ledger.
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
        min(first_load_id) over (partition by family, feed, content_load_id) as bytes_id
    from files
),

dated as (
    select
        load_id,
        family,
        feed,
        status,
        first_value(part_order) over newest_first as part_order,
        max(load_id) over (partition by family, feed, bytes_id) as newest_ledger_id,
        first_value(file_date) over newest_first as file_date
    from readings
    window newest_first as (
        partition by family, feed, bytes_id
        order by file_date desc, part_order desc, load_id desc
    )
),

contents as (
    select
        load_id,
        family,
        feed,
        part_order,
        newest_ledger_id,
        file_date
    from dated
    where status = 'loaded'
)

select * from contents
