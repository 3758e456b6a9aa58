-- A feed is expected from its first file on.
with rhythm as (
    select * from {{ ref('feed_rhythms') }}
),

ledger as (
    select * from {{ source('ops', 'ledger') }}
    where status <> 'rejected'
),

newest as (
    select
        family,
        feed,
        max(file_date) as newest_file_on
    from ledger
    group by family, feed
),

freshness as (
    select
        rhythm.family,
        rhythm.feed,
        newest.newest_file_on,
        current_date - newest.newest_file_on as days_since,
        rhythm.expected_days,
        coalesce(current_date - newest.newest_file_on > rhythm.expected_days, false) as is_late
    from rhythm
    left join newest
        on
            rhythm.family = newest.family
            and rhythm.feed = newest.feed
)

select * from freshness
