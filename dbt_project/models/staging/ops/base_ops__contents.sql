-- The same bytes can arrive under several dates and parts: the latest of them dates the content, and
-- what was read of the same file under another version of its contract, or as replayed rows.
-- Where a file is read with the rows of another feed, which its version names after a plus, only its last reading
-- counts, and none if that rejected it.
-- Every step keeps to its feed, so that a reader of one feed reads only that feed's rows of the ledger.
with ledger as (
    select
        *,
        contract_version like '%+%' as is_read_with_others
    from {{ source('ops', 'ledger') }}
),

files as (
    select
        *,
        min(content_load_id) over (partition by family, feed, file_path, sha256) as first_load_id,
        max(load_id) filter (where status = 'rejected') over (partition by family, feed, file_path, sha256)
            as rejected_load_id
    from ledger
),

readings as (
    select
        *,
        min(first_load_id) over (partition by family, feed, content_load_id) as bytes_id
    from files
    where status <> 'rejected'
),

dated as (
    select
        load_id,
        family,
        feed,
        status,
        first_value(part_order) over newest_first as part_order,
        is_read_with_others,
        rejected_load_id,
        max(load_id) over (partition by family, feed, bytes_id) as newest_ledger_id,
        max(load_id) filter (where status = 'loaded' and replays_load_id is null) over (
            partition by family, feed, bytes_id
        ) as last_reading_id,
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
    where
        status = 'loaded'
        and (
            not is_read_with_others
            or load_id >= greatest(last_reading_id, rejected_load_id)
        )
)

select * from contents
