with members as (
    select * from {{ ref('int_partnership__member') }}
),

activities as (
    select * from {{ ref('int_school__activity') }}
),

held as (
    select
        members.partnership_id,
        activities.activity_id,
        activities.urn,
        activities.activity_type,
        activities.young_people_low,
        activities.young_people_high,
        activities.starts_on
    from activities
    inner join members
        on
            activities.urn = members.urn
            and activities.starts_on between members.member_from and members.member_to
    group by 1, 2, 3, 4, 5, 6, 7
)

select * from held
