-- The hub that held the organisation's area on the day, else the organisation's own hub or whoever
-- carried it by then; and who carries, on the as-of day, the hub that holds that area then or, if
-- none does, that hub.
with activities as (
    select
        activities.activity_id,
        organisations.local_authority_code,
        organisations.hub_id,
        activities.starts_on
    from {{ ref('fct_activity') }} as activities
    inner join {{ ref('dim_organisation') }} as organisations
        on activities.organisation_id = organisations.organisation_id
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
        activities.activity_id,
        activities.local_authority_code,
        coalesce(areas.hub_id, lineage.carrier_hub_id) as hub_id,
        case when areas.hub_id is not null then 1 else lineage.share end as share
    from activities
    left join areas
        on
            activities.local_authority_code = areas.local_authority_code
            and activities.starts_on between areas.from_on and areas.to_on
    left join lineage
        on
            areas.hub_id is null
            and activities.hub_id = lineage.hub_id
            and activities.starts_on between lineage.from_on and lineage.to_on
),

as_was as (
    select
        activity_id,
        hub_id,
        sum(share) as share
    from by_area
    group by activity_id, hub_id
),

today as (
    select
        activities.activity_id,
        areas_today.hub_id,
        areas_today.share
    from activities
    inner join areas_today on activities.local_authority_code = areas_today.local_authority_code
    union all
    select
        by_area.activity_id,
        hubs_today.carrier_hub_id as hub_id,
        by_area.share * hubs_today.share as share
    from by_area
    left join areas_today on by_area.local_authority_code = areas_today.local_authority_code
    left join hubs_today on by_area.hub_id = hubs_today.hub_id
    where areas_today.local_authority_code is null
),

places as (
    select
        activity_id,
        'as_was' as hub_basis,
        hub_id,
        share
    from as_was
    union all
    select
        activity_id,
        'current' as hub_basis,
        hub_id,
        sum(share) as share
    from today
    group by activity_id, hub_id
)

select * from places
