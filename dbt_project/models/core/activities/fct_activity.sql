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
        {{ category_cells('activity_type') }},
        {{ category_cells('setting') }},
        {{ category_cells('delivery_mode') }},
        {{ category_cells('key_stage') }},
        {{ category_cells('audience_band') }},
        {{ category_cells('status') }},
        coalesce(finer_bands.low, bands.young_people_low) as young_people_low,
        coalesce(finer_bands.high, bands.young_people_high) as young_people_high,
        activity_type_resolved.is_reported_other as is_type_reported_other,
        status_resolved.category = 'Completed' as is_completed,
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
    {{ join_category('activities', 'activity_type', has_other=true) }}
    {{ join_category('activities', 'setting', has_other=true) }}
    {{ join_category('activities', 'delivery_mode') }}
    {{ join_category('activities', 'key_stage') }}
    {{ join_category('activities', 'audience_band') }}
    {{ join_category('activities', 'status', taxonomy='activities.status') }}
    left join bands on audience_band_resolved.category = bands.audience_band
    left join finer_bands
        on
            coalesce(activities.audience_band, '') = finer_bands.reported_value
            and finer_bands.low <= finer_bands.high
)

select * from described
