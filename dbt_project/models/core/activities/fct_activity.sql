with activities as (
    select * from {{ ref('int_activity__categorised') }}
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

bands as (
    select * from {{ ref('audience_bands') }}
),

-- Some senders split the bands finer than the list does: what reads as a band has its ends.
typed_bands as (
    select
        *,
        regexp_match(audience_band_raw, '^(\d{1,6}) to (\d{1,6})$')::integer[] as band_ends
    from activities
),

described as (
    select
        activities.activity_id,
        activities.request_id,
        coalesce(organisations.organisation_id, 'unknown') as organisation_id,
        organisations.urn,
        {% for name in ['activity_type', 'setting', 'delivery_mode', 'key_stage', 'audience_band', 'status'] -%}
        activities.{{ name }}_raw,
        activities.{{ name }},
        activities.{{ name }}_method,
        {% endfor -%}
        coalesce(bands.young_people_low, activities.band_ends[1]) as young_people_low,
        coalesce(bands.young_people_high, activities.band_ends[2]) as young_people_high,
        activities.status = 'Completed' as is_completed,
        activities.starts_on,
        (activities.reported_at at time zone 'Europe/London')::date as reported_on,
        activities.reported_at,
        activities.updated_at
    from typed_bands as activities
    left join organisations on activities.organisation_id = organisations.organisation_id
    left join bands on activities.audience_band = bands.audience_band
)

select * from described
