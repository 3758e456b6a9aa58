-- One row a record of a feed that is in quarantine, in the order in which it arrived.
select
    ledger.file_path,
    quarantine.record_number,
    quarantine.line,
    quarantine.reasons,
    quarantine.raw
from ops.quarantine
inner join ops.ledger on quarantine.load_id = ledger.load_id
where
    ledger.family = %(family)s
    and ledger.feed = %(feed)s
    and quarantine.replayed_by_load_id is null
    and ledger.file_date >= coalesce(%(since)s, ledger.file_date)
order by ledger.file_date, ledger.part_order, ledger.load_id, quarantine.record_number
