with activities as (
    select * from {{ ref('int_activity__categorised') }}
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

bands as (
    select * from {{ ref('audience_bands') }}
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
        bands.young_people_low,
        bands.young_people_high,
        activities.status = 'Completed' as is_completed,
        activities.starts_on,
        (activities.reported_at at time zone 'Europe/London')::date as reported_on,
        activities.reported_at,
        activities.updated_at
    from activities
    left join organisations on activities.organisation_id = organisations.organisation_id
    left join bands on activities.audience_band = bands.audience_band
)

select * from described
