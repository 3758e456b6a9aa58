with members as (
    select * from {{ ref('stg_cpd__partnership_schools') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
),

roles as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'partnership_schools.role'
),

described as (
    select
        members.partnership_id,
        members.urn,
        coalesce(partnerships.programme_id, 'unknown') as programme_id,
        roles.raw as role_raw,
        roles.category as role,
        roles.method as role_method,
        members.is_active,
        members.engaged_on,
        members.left_on,
        members.updated_at
    from members
    left join partnerships on members.partnership_id = partnerships.partnership_id
    left join roles on coalesce(members.role, '') = roles.reported_value
)

select * from described
