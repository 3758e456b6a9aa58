-- The questions of which an answer stands in quarantine: gathered, or of a malformed record under
-- the column of the file that it stood in.
with records as (
    select quarantine.raw
    from ops.quarantine
    inner join ops.ledger on quarantine.load_id = ledger.load_id
    where
        ledger.family = %(family)s
        and ledger.feed = %(feed)s
        and quarantine.replayed_by_load_id is null
        and ledger.file_date >= coalesce(%(since)s, ledger.file_date)
)

select jsonb_object_keys((raw ->> %(gathering)s)::jsonb) as question_code
from records
union
select substring(cell_name from '^(.+) in column [0-9]+$') as question_code
from records
cross join jsonb_object_keys(raw) as cell_name
where cell_name ~ '^(.+) in column [0-9]+$'
order by question_code
