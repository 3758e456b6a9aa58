-- One row a feed: what its files became, and how recent they are.
with ledger as (
    select
        *,
        replays_load_id is null
        and load_id = max(load_id) filter (where replays_load_id is null)
            over (partition by family, feed, file_path) as is_newest_attempt
    from ops.ledger
),

replayed as (
    select
        ledger.family,
        ledger.feed,
        count(*) as replayed_count
    from ops.quarantine
    inner join ledger on quarantine.load_id = ledger.load_id
    where quarantine.replayed_by_load_id is not null
    group by ledger.family, ledger.feed
)

select
    ledger.family,
    ledger.feed,
    count(*) filter (where is_newest_attempt) as files_count,
    count(*) filter (where is_newest_attempt and status = 'rejected') as rejected_files_count,
    coalesce(sum(rows_loaded) filter (where status = 'loaded'), 0)::bigint as rows_loaded,
    coalesce(sum(rows_quarantined) filter (where status = 'loaded'), 0)::bigint
    - coalesce(max(replayed.replayed_count), 0) as rows_quarantined,
    max(file_date) filter (where status <> 'rejected') as newest_file_on,
    max(finished_at) as last_handled_at
from ledger
left join replayed
    on
        ledger.family = replayed.family
        and ledger.feed = replayed.feed
group by ledger.family, ledger.feed
order by ledger.family, ledger.feed
