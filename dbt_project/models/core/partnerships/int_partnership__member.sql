-- A school is in its partnership from the day of joining to that of leaving, at most to the partnership's last.
with members as (
    select * from {{ ref('brg_partnership_school') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
    where partnership_id <> 'unknown'
),

schools as (
    select * from {{ ref('dim_school') }}
),

described as (
    select
        partnerships.partnership_id,
        members.urn as joined_urn,
        coalesce(schools.current_urn, members.urn) as urn,
        members.engaged_on as member_from,
        coalesce(least(members.left_on, partnerships.ends_on), 'infinity') as member_to
    from members
    inner join partnerships on members.partnership_id = partnerships.partnership_id
    left join schools on members.urn = schools.urn
)

select * from described
