-- The hub that held the organisation's area on the day, else the organisation's own hub or whoever
-- carried it by then; and who holds that area, or carries that hub, on the as-of day.
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

areas_today as (
    select areas.*
    from areas
    inner join as_of on as_of.as_of_on between areas.from_on and areas.to_on
),

hubs_today as (
    select lineage.*
    from lineage
    inner join as_of on as_of.as_of_on between lineage.from_on and lineage.to_on
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
        by_area.activity_id,
        coalesce(areas_today.hub_id, hubs_today.carrier_hub_id) as hub_id,
        case when areas_today.hub_id is not null then by_area.share else by_area.share * hubs_today.share end as share
    from by_area
    left join areas_today on by_area.local_authority_code = areas_today.local_authority_code
    left join hubs_today on areas_today.hub_id is null and by_area.hub_id = hubs_today.hub_id
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
