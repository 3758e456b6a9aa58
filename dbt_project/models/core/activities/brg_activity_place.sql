with activities as (
    select * from {{ ref('fct_activity') }}
),

organisation_places as (
    select * from {{ ref('int_organisation__place') }}
),

places as (
    select
        activities.activity_id,
        organisation_places.hub_basis,
        organisation_places.hub_id,
        organisation_places.share
    from activities
    inner join organisation_places
        on
            activities.organisation_id = organisation_places.organisation_id
            and activities.starts_on = organisation_places.day_on
)

select * from places
