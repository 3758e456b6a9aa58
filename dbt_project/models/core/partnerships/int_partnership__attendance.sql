-- What was held for a partnership is its own, whoever came; hours count for its schools alone.
with members as (
    select * from {{ ref('int_partnership__member') }}
),

attendances as (
    select * from {{ ref('int_school__attendance') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
    where partnership_id <> 'unknown'
),

belonging as (
    select
        members.partnership_id,
        true as is_of_member,
        attendances.event_id,
        attendances.participant_key
    from attendances
    inner join members
        on
            attendances.urn = members.urn
            and attendances.starts_on between members.member_from and members.member_to
    union all
    select
        partnerships.partnership_id,
        false,
        attendances.event_id,
        attendances.participant_key
    from attendances
    inner join partnerships on attendances.partnership_id = partnerships.partnership_id
),

attended as (
    select
        partnership_id,
        event_id,
        participant_key,
        bool_or(is_of_member) as is_of_member
    from belonging
    group by 1, 2, 3
),

described as (
    select
        attended.partnership_id,
        attended.event_id,
        attended.participant_key,
        case when attended.is_of_member then attendances.urn end as urn,
        attendances.subject,
        case when attended.is_of_member then attendances.cpd_hours end as cpd_hours,
        attendances.is_cpd,
        attendances.is_community,
        attendances.is_delivered,
        attendances.starts_on
    from attended
    inner join attendances
        on
            attended.event_id = attendances.event_id
            and attended.participant_key = attendances.participant_key
)

select * from described
