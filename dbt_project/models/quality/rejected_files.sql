-- A file that was tried again and then loaded needs nobody any more.
with ledger as (
    select * from {{ source('ops', 'ledger') }}
    where replays_load_id is null
),

outcomes as (
    select distinct on (family, feed, file_path) *
    from ledger
    order by family asc, feed asc, file_path asc, load_id desc
),

rejected as (
    select
        load_id,
        family,
        feed,
        file_path as file,
        reason,
        remedy,
        evidence,
        file_date as file_dated_on,
        finished_at as rejected_at
    from outcomes
    where status = 'rejected'
)

select * from rejected
