with requests as (
    select * from {{ ref('stg_platform__requests') }}
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

territories as (
    select * from {{ ref('int_territory__span') }}
),

described as (
    select
        requests.request_id,
        coalesce(organisations.organisation_id, 'unknown') as organisation_id,
        requests.organiser_id,
        territories.territory_key,
        activity_types.raw as activity_type_raw,
        activity_types.category as activity_type,
        activity_types.method as activity_type_method,
        key_stages.raw as key_stage_raw,
        key_stages.category as key_stage,
        key_stages.method as key_stage_method,
        delivery_modes.raw as delivery_mode_raw,
        delivery_modes.category as delivery_mode,
        delivery_modes.method as delivery_mode_method,
        statuses.raw as status_raw,
        statuses.category as status,
        statuses.method as status_method,
        requests.ambassadors_wanted as ambassadors_wanted_count,
        requests.requested_on,
        requests.needed_by as needed_by_on,
        requests.closed_on,
        requests.updated_at
    from requests
    left join organisations on requests.organisation_id = organisations.organisation_id
    left join territories
        on
            coalesce(organisations.local_authority_code, '') = territories.local_authority_code
            and coalesce(organisations.hub_id, 'unknown') = territories.home_hub_id
            and requests.requested_on between territories.from_on and territories.to_on
    left join resolved as activity_types
        on
            activity_types.taxonomy = 'activity_type'
            and coalesce(requests.activity_type, '') = activity_types.reported_value
            and coalesce(requests.activity_type_other, '') = activity_types.reported_companion
    left join resolved as key_stages
        on
            key_stages.taxonomy = 'key_stage'
            and coalesce(requests.key_stage, '') = key_stages.reported_value
    left join resolved as delivery_modes
        on
            delivery_modes.taxonomy = 'delivery_mode'
            and coalesce(requests.delivery_mode, '') = delivery_modes.reported_value
    left join resolved as statuses
        on
            statuses.taxonomy = 'requests.status'
            and coalesce(requests.status, '') = statuses.reported_value
)

select * from described
