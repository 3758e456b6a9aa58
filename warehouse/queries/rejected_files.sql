-- One row a file that is rejected as things stand: its newest attempt did not load.
with attempts as (
    select distinct on (file_path)
        load_id,
        file_path,
        status,
        reason,
        remedy,
        finished_at as rejected_at
    from ops.ledger
    where replays_load_id is null
    order by file_path asc, load_id desc
)

select
    load_id,
    file_path,
    reason,
    remedy,
    rejected_at
from attempts
where status = 'rejected'
order by load_id
