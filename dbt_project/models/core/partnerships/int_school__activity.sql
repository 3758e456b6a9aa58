-- A school that became another establishment is one school here: what was done with it goes to today's number.
with activities as (
    select * from {{ ref('fct_activity') }}
    where is_completed and urn is not null
),

schools as (
    select * from {{ ref('dim_school') }}
),

at_schools as (
    select
        activities.activity_id,
        activities.organisation_id,
        coalesce(schools.current_urn, activities.urn) as urn,
        activities.activity_type,
        activities.young_people_low,
        activities.young_people_high,
        activities.starts_on
    from activities
    left join schools on activities.urn = schools.urn
)

select * from at_schools
