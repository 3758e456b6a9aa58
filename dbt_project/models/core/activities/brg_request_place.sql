with requests as (
    select * from {{ ref('fct_request') }}
),

organisation_places as (
    select * from {{ ref('int_organisation__place') }}
),

places as (
    select
        requests.request_id,
        organisation_places.hub_basis,
        organisation_places.hub_id,
        organisation_places.share
    from requests
    inner join organisation_places
        on
            requests.organisation_id = organisation_places.organisation_id
            and requests.requested_on = organisation_places.day_on
)

select * from places
