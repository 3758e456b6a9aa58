-- As was: who carries a hub on the period's last day. Current: who carries that one on the as-of day.
with periods as (
    select * from {{ ref('dim_period') }}
),

lineage as (
    select * from {{ ref('int_hub__lineage') }}
),

as_of as (
    select * from {{ ref('int_calendar__as_of') }}
),

as_was as (
    select
        periods.period_type,
        periods.period,
        'as_was' as hub_basis,
        lineage.hub_id,
        lineage.carrier_hub_id,
        sum(lineage.share) as share
    from periods
    inner join lineage on periods.ends_on between lineage.from_on and lineage.to_on
    group by 1, 2, 4, 5
),

today as (
    select lineage.*
    from lineage
    inner join as_of on as_of.as_of_on between lineage.from_on and lineage.to_on
),

carried_on as (
    select
        as_was.period_type,
        as_was.period,
        'current' as hub_basis,
        as_was.hub_id,
        today.carrier_hub_id,
        sum(as_was.share * today.share) as share
    from as_was
    inner join today on as_was.carrier_hub_id = today.hub_id
    group by 1, 2, 4, 5
),

both_bases as (
    select * from as_was
    union all
    select * from carried_on
)

select * from both_bases
