-- The fifty newest loads with rows in quarantine that nothing has replaced or replayed.
with open_rows as (
    select
        load_id,
        record_number,
        reasons
    from ops.quarantine
    where replayed_by_load_id is null
),

counts as (
    select
        load_id,
        count(*) as rows_count
    from open_rows
    group by load_id
),

newest as (
    select
        ledger.load_id,
        ledger.file_path,
        counts.rows_count
    from counts
    inner join ops.ledger on counts.load_id = ledger.load_id
    order by ledger.load_id desc
    limit 50
),

broken as (
    select
        open_rows.load_id,
        concat_ws(' ', nullif(reason ->> 'column', ''), reason ->> 'rule') as rule,
        count(*) as times
    from open_rows
    inner join newest on open_rows.load_id = newest.load_id
    cross join jsonb_array_elements(open_rows.reasons) as reason
    group by open_rows.load_id, rule
),

rules as (
    select
        load_id,
        string_agg(rule || ' x' || times, ', ' order by times desc, rule) as rules
    from broken
    group by load_id
)

select
    newest.load_id,
    newest.file_path,
    newest.rows_count,
    rules.rules
from newest
inner join rules on newest.load_id = rules.load_id
order by newest.load_id desc
