-- As was: who held an area on the period's last day. Current: who carries, on the as-of day, the hub
-- that holds it then or, if none does, the hub that did.
with periods as (
    select * from {{ ref('dim_period') }}
),

areas as (
    select * from {{ ref('int_area__hub') }}
),

lineage as (
    select lineage.*
    from {{ ref('int_hub__lineage') }} as lineage
    inner join {{ ref('int_calendar__as_of') }} as as_of
        on as_of.as_of_on between lineage.from_on and lineage.to_on
),

held_today as (
    select
        areas.local_authority_code,
        lineage.carrier_hub_id as hub_id,
        sum(lineage.share) as share
    from areas
    inner join {{ ref('int_calendar__as_of') }} as as_of
        on as_of.as_of_on between areas.from_on and areas.to_on
    inner join lineage on areas.hub_id = lineage.hub_id
    group by 1, 2
),

as_was as (
    select
        periods.period_type,
        periods.period,
        'as_was' as hub_basis,
        areas.local_authority_code,
        areas.hub_id,
        1::numeric as share
    from periods
    inner join areas on periods.ends_on between areas.from_on and areas.to_on
),

still_held as (
    select
        periods.period_type,
        periods.period,
        'current' as hub_basis,
        held_today.local_authority_code,
        held_today.hub_id,
        held_today.share
    from periods
    cross join held_today
),

no_longer_held as (
    select
        as_was.period_type,
        as_was.period,
        'current' as hub_basis,
        as_was.local_authority_code,
        lineage.carrier_hub_id as hub_id,
        sum(lineage.share) as share
    from as_was
    inner join lineage on as_was.hub_id = lineage.hub_id
    left join held_today on as_was.local_authority_code = held_today.local_authority_code
    where held_today.local_authority_code is null
    group by 1, 2, 4, 5
),

both_bases as (
    select * from as_was
    union all
    select * from still_held
    union all
    select * from no_longer_held
)

select * from both_bases
