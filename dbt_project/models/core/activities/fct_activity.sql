with activities as (
    select * from {{ ref('stg_platform__activities') }}
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

bands as (
    select * from {{ ref('audience_bands') }}
),

-- Some senders split the bands finer than the list does: what reads as a band has its ends.
finer_bands as (
    select
        reported_value,
        split_part(raw, ' to ', 1)::integer as low,
        split_part(raw, ' to ', 2)::integer as high
    from resolved
    where taxonomy = 'audience_band' and raw ~ '^\d{1,6} to \d{1,6}$'
),

described as (
    select
        activities.activity_id,
        activities.request_id,
        coalesce(organisations.organisation_id, 'unknown') as organisation_id,
        organisations.urn,
        territories.territory_key,
        activity_types.raw as activity_type_raw,
        activity_types.category as activity_type,
        activity_types.method as activity_type_method,
        settings.raw as setting_raw,
        settings.category as setting,
        settings.method as setting_method,
        delivery_modes.raw as delivery_mode_raw,
        delivery_modes.category as delivery_mode,
        delivery_modes.method as delivery_mode_method,
        key_stages.raw as key_stage_raw,
        key_stages.category as key_stage,
        key_stages.method as key_stage_method,
        audience_bands.raw as audience_band_raw,
        audience_bands.category as audience_band,
        audience_bands.method as audience_band_method,
        statuses.raw as status_raw,
        statuses.category as status,
        statuses.method as status_method,
        coalesce(finer_bands.low, bands.young_people_low) as young_people_low,
        coalesce(finer_bands.high, bands.young_people_high) as young_people_high,
        activity_types.is_reported_other as is_type_reported_other,
        statuses.category = 'Completed' as is_completed,
        activities.starts_on,
        (activities.reported_at at time zone 'Europe/London')::date as reported_on,
        activities.reported_at,
        activities.updated_at
    from activities
    left join organisations on activities.organisation_id = organisations.organisation_id
    left join territories
        on
            coalesce(organisations.local_authority_code, '') = territories.local_authority_code
            and coalesce(organisations.hub_id, 'unknown') = territories.home_hub_id
            and activities.starts_on between territories.from_on and territories.to_on
    left join resolved as activity_types
        on
            activity_types.taxonomy = 'activity_type'
            and coalesce(activities.activity_type, '') = activity_types.reported_value
            and coalesce(activities.activity_type_other, '') = activity_types.reported_companion
    left join resolved as settings
        on
            settings.taxonomy = 'setting'
            and coalesce(activities.setting, '') = settings.reported_value
            and coalesce(activities.setting_other, '') = settings.reported_companion
    left join resolved as delivery_modes
        on
            delivery_modes.taxonomy = 'delivery_mode'
            and coalesce(activities.delivery_mode, '') = delivery_modes.reported_value
    left join resolved as key_stages
        on
            key_stages.taxonomy = 'key_stage'
            and coalesce(activities.key_stage, '') = key_stages.reported_value
    left join resolved as audience_bands
        on
            audience_bands.taxonomy = 'audience_band'
            and coalesce(activities.audience_band, '') = audience_bands.reported_value
    left join resolved as statuses
        on
            statuses.taxonomy = 'activities.status'
            and coalesce(activities.status, '') = statuses.reported_value
    left join bands on audience_bands.category = bands.audience_band
    left join finer_bands
        on
            coalesce(activities.audience_band, '') = finer_bands.reported_value
            and finer_bands.low <= finer_bands.high
)

select * from described
