-- One row a feed: what its files became, and how recent they are.
select
    family,
    feed,
    count(*) as files_count,
    count(*) filter (where status = 'rejected') as rejected_files_count,
    coalesce(sum(rows_loaded) filter (where status = 'loaded'), 0)::bigint as rows_loaded,
    coalesce(sum(rows_quarantined) filter (where status = 'loaded'), 0)::bigint
        as rows_quarantined,
    max(file_date) filter (where status <> 'rejected') as newest_file_on,
    max(finished_at) as last_handled_at
from ops.ledger
group by family, feed
order by family, feed
