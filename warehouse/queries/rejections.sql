-- One row a file that is rejected, or of which rows are in quarantine.
with newest as (
    select distinct on (file_path) *
    from ops.ledger
    where replays_load_id is null
    order by file_path asc, load_id desc
),

broken as (
    select
        quarantine.load_id,
        concat_ws(' ', reason ->> 'column', reason ->> 'rule') as rule,
        count(*) as times
    from ops.quarantine as quarantine
    cross join jsonb_array_elements(quarantine.reasons) as reason
    group by quarantine.load_id, rule
),

rules as (
    select
        load_id,
        string_agg(rule || case when times > 1 then ' x' || times else '' end, ', ' order by rule)
            as reasons
    from broken
    group by load_id
)

select
    newest.file_path,
    case when newest.status = 'rejected' then 'rejected' else 'quarantined' end as outcome,
    case when newest.status = 'rejected' then 0 else newest.rows_quarantined end as rows,
    coalesce(rules.reasons, newest.reason, '') as reasons
from newest
left join rules on newest.load_id = rules.load_id
where newest.status = 'rejected' or newest.rows_quarantined > 0
order by newest.file_path
