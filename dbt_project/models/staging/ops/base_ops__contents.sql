-- The same bytes can arrive under several dates and parts: the latest of them dates the content.
with ledger as (
    select * from {{ source('ops', 'ledger') }}
    where status <> 'rejected'
),

dated as (
    select
        *,
        max(load_id) over (partition by family, feed, content_load_id) as newest_ledger_id,
        row_number() over (
            partition by family, feed, content_load_id
            order by file_date desc, part_order desc, load_id desc
        ) as recency
    from ledger
),

contents as (
    select
        content_load_id as load_id,
        family,
        feed,
        part_order,
        newest_ledger_id,
        file_date
    from dated
    where recency = 1
)

select * from contents
