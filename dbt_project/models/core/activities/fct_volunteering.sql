with volunteering as (
    select * from {{ ref('stg_platform__volunteering') }}
),

ambassadors as (
    select
        ambassador_id,
        ambassador_key
    from {{ ref('stg_platform__ambassadors') }}
),

keyed as (
    select
        volunteering.volunteering_id,
        volunteering.activity_id,
        coalesce(ambassadors.ambassador_key, 'unknown') as ambassador_key,
        volunteering.preparation_hours,
        volunteering.delivery_hours,
        volunteering.preparation_hours + volunteering.delivery_hours as volunteer_hours,
        volunteering.submitted_at,
        volunteering.updated_at
    from volunteering
    left join ambassadors on volunteering.ambassador_id = ambassadors.ambassador_id
)

select * from keyed
