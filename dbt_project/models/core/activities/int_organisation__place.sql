-- The hub that held the organisation's area on the day, else the organisation's own hub or whoever
-- carried it by then; and who carries, on the as-of day, the hub that holds that area then or, if
-- none does, that hub.
with days as (
    select
        organisation_id,
        starts_on as day_on
    from {{ ref('fct_activity') }}
    union
    select
        organisation_id,
        requested_on as day_on
    from {{ ref('fct_request') }}
),

visits as (
    select
        days.organisation_id,
        days.day_on,
        organisations.local_authority_code,
        organisations.hub_id
    from days
    inner join {{ ref('dim_organisation') }} as organisations
        on days.organisation_id = organisations.organisation_id
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

by_area as (
    select
        visits.organisation_id,
        visits.day_on,
        visits.local_authority_code,
        coalesce(areas.hub_id, lineage.carrier_hub_id) as hub_id,
        case when areas.hub_id is not null then 1 else lineage.share end as share
    from visits
    left join areas
        on
            visits.local_authority_code = areas.local_authority_code
            and visits.day_on between areas.from_on and areas.to_on
    left join lineage
        on
            areas.hub_id is null
            and visits.hub_id = lineage.hub_id
            and visits.day_on between lineage.from_on and lineage.to_on
),

as_was as (
    select
        organisation_id,
        day_on,
        hub_id,
        sum(share) as share
    from by_area
    group by organisation_id, day_on, hub_id
),

today as (
    select
        visits.organisation_id,
        visits.day_on,
        areas_today.hub_id,
        areas_today.share
    from visits
    inner join areas_today on visits.local_authority_code = areas_today.local_authority_code
    union all
    select
        by_area.organisation_id,
        by_area.day_on,
        hubs_today.carrier_hub_id as hub_id,
        by_area.share * hubs_today.share as share
    from by_area
    left join areas_today on by_area.local_authority_code = areas_today.local_authority_code
    left join hubs_today on by_area.hub_id = hubs_today.hub_id
    where areas_today.local_authority_code is null
),

places as (
    select
        organisation_id,
        day_on,
        'as_was' as hub_basis,
        hub_id,
        share
    from as_was
    union all
    select
        organisation_id,
        day_on,
        'current' as hub_basis,
        hub_id,
        sum(share) as share
    from today
    group by organisation_id, day_on, hub_id
)

select * from places
