-- The columns of files with rows in quarantine, each file's in its own order, the newest first.
select distinct on (load_id) columns
from ops.ledger
where
    family = %(family)s
    and feed = %(feed)s
    and exists (
        select from ops.quarantine
        where quarantine.load_id = ledger.load_id and quarantine.replayed_by_load_id is null
    )
order by load_id desc
