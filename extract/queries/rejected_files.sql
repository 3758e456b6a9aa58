-- One row a file of a feed that is rejected as things stand.
with newest as (
    select distinct on (file_path) *
    from ops.ledger
    where family = %(family)s and feed = %(feed)s and replays_load_id is null
    order by file_path asc, load_id desc
)

select
    file_path,
    file_date,
    finished_at as rejected_at,
    reason,
    remedy,
    evidence
from newest
where status = 'rejected' and file_date >= coalesce(%(since)s, file_date)
order by file_date, part_order, file_path
