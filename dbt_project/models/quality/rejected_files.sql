-- A file that was tried again and then loaded needs nobody any more.
with rejected as (
    select
        load_id,
        family,
        feed,
        file_path as file,
        reason,
        remedy,
        evidence,
        file_date as file_dated_on,
        rejected_at
    from {{ source('ops', 'rejected_files') }}
)

select * from rejected
