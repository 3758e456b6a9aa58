select
    (select max(load_id) from ops.ledger) as last_load_id,
    (select release_id from ops.releases where status = 'live') as release_id
