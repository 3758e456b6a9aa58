with ledger as (
    select * from {{ source('ops', 'ledger') }}
),

loads as (
    select
        load_id,
        family,
        feed,
        file_path as file,
        part,
        status,
        reason,
        warnings,
        unknown_columns,
        contract_version,
        content_load_id,
        replays_load_id,
        rows_read,
        rows_loaded,
        rows_quarantined,
        size_bytes,
        file_date as file_dated_on,
        started_at,
        finished_at
    from ledger
)

select * from loads
