-- One row a feed with a rejected file or a row in quarantine, of files dated since a day.
with ledger as (
    select * from ops.ledger
    where file_date >= coalesce(%(since)s, file_date)
),

newest as (
    select distinct on (family, feed, file_path) *
    from ledger
    where replays_load_id is null
    order by family asc, feed asc, file_path asc, load_id desc
),

files as (
    select
        family,
        feed,
        count(*) as files_count
    from newest
    where status = 'rejected'
    group by family, feed
),

rows_by_feed as (
    select
        ledger.family,
        ledger.feed,
        count(*) as rows_count,
        count(distinct ledger.file_path) as files_with_rows_count
    from ops.quarantine
    inner join ledger on quarantine.load_id = ledger.load_id
    where quarantine.replayed_by_load_id is null
    group by ledger.family, ledger.feed
)

select
    family,
    feed,
    coalesce(files.files_count, 0) as rejected_files_count,
    coalesce(rows_by_feed.rows_count, 0) as rejected_rows_count,
    coalesce(rows_by_feed.files_with_rows_count, 0) as files_with_rejected_rows_count
from files
full join rows_by_feed using (family, feed)
order by family, feed
