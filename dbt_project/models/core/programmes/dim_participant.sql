-- Deleted people are not in it; what they booked stays, with the member 'unknown'. Other and Unresolved
-- say something of a role or subject, Not stated does not.
with participants as (
    select * from {{ ref('stg_cpd__participants') }}
),

numbered as (
    select participant_key from {{ ref('pii_cpd__participants') }}
    where teacher_reference_number is not null
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

described as (
    select
        participants.participant_key,
        participants.urn,
        roles.raw as role_raw,
        roles.category as role,
        roles.method as role_method,
        subjects.raw as subject_taught_raw,
        subjects.category as subject_taught,
        subjects.method as subject_taught_method,
        coalesce(participants.is_senior_leadership_team, false) as is_senior_leadership_team,
        numbered.participant_key is not null as has_teacher_reference_number,
        numbered.participant_key is not null
        and participants.urn is not null
        and coalesce(roles.category <> 'Not stated', false)
        and coalesce(subjects.category <> 'Not stated', false) as counts_towards_target,
        participants.registered_on,
        participants.updated_at
    from participants
    left join numbered on participants.participant_key = numbered.participant_key
    left join resolved as roles
        on
            roles.taxonomy = 'role'
            and coalesce(participants.role, '') = roles.reported_value
            and coalesce(participants.role_other, '') = roles.reported_companion
    left join resolved as subjects
        on
            subjects.taxonomy = 'subject_taught'
            and coalesce(participants.subject_taught, '') = subjects.reported_value
            and coalesce(participants.subject_taught_other, '') = subjects.reported_companion
),

with_unknown as (
    select * from described
    union all
    select
        'unknown',
        {% for _ in range(7) -%}
        null,
        {% endfor -%}
        false,
        false,
        false,
        null,
        null
)

select * from with_unknown
