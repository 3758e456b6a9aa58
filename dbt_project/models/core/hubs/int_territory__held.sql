-- The hub that held the area on a day, else the organisation's own hub or whoever carried it by then;
-- and who carries, on the as-of day, the hub that holds that area then or, if none does, that hub.
with spans as (
    select * from {{ ref('int_territory__days') }}
),

areas as (
    select * from {{ ref('int_area__hub') }}
),

lineage as (
    select * from {{ ref('int_hub__lineage') }}
),

as_of as (
    select * from {{ ref('int_calendar__as_of') }}
),

hubs_today as (
    select lineage.*
    from lineage
    inner join as_of on as_of.as_of_on between lineage.from_on and lineage.to_on
),

areas_today as (
    select
        areas.local_authority_code,
        hubs_today.carrier_hub_id as hub_id,
        hubs_today.share
    from areas
    inner join as_of on as_of.as_of_on between areas.from_on and areas.to_on
    inner join hubs_today on areas.hub_id = hubs_today.hub_id
),

as_was as (
    select
        spans.*,
        coalesce(areas.hub_id, lineage.carrier_hub_id) as hub_id,
        case when areas.hub_id is not null then 1 else lineage.share end as share
    from spans
    left join areas
        on
            spans.local_authority_code = areas.local_authority_code
            and spans.from_on between areas.from_on and areas.to_on
    left join lineage
        on
            areas.hub_id is null
            and spans.home_hub_id = lineage.hub_id
            and spans.from_on between lineage.from_on and lineage.to_on
),

today as (
    select
        spans.*,
        areas_today.hub_id,
        areas_today.share
    from spans
    inner join areas_today on spans.local_authority_code = areas_today.local_authority_code
    union all
    select
        as_was.local_authority_code,
        as_was.home_hub_id,
        as_was.from_on,
        as_was.to_on,
        hubs_today.carrier_hub_id as hub_id,
        as_was.share * hubs_today.share as share
    from as_was
    left join areas_today on as_was.local_authority_code = areas_today.local_authority_code
    left join hubs_today on as_was.hub_id = hubs_today.hub_id
    where areas_today.local_authority_code is null
),

both_bases as (
    select
        *,
        'as_was' as hub_basis
    from as_was
    union all
    select
        *,
        'current' as hub_basis
    from today
),

held as (
    select
        local_authority_code,
        home_hub_id,
        from_on,
        to_on,
        hub_basis,
        hub_id,
        trim_scale(sum(share)) as share
    from both_bases
    group by local_authority_code, home_hub_id, from_on, to_on, hub_basis, hub_id
)

select * from held
