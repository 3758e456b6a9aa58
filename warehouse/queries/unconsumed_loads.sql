-- Loads of one family that the last release was not built from.
with last_released as (
    select built_from
    from ops.releases
    where released_at is not null
    order by release_id desc
    limit 1
)

select ledger.load_id
from ops.ledger
left join last_released on true
where
    ledger.family = %(family)s
    and ledger.status in ('loaded', 'unchanged')
    and ledger.load_id > coalesce(
        (last_released.built_from ->> (ledger.family || '.' || ledger.feed))::bigint, 0
    )
order by ledger.load_id
