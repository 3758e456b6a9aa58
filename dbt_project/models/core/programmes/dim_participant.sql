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
        {{ category_cells('role') }},
        {{ category_cells('subject_taught') }},
        coalesce(participants.is_senior_leadership_team, false) as is_senior_leadership_team,
        numbered.participant_key is not null as has_teacher_reference_number,
        numbered.participant_key is not null
        and participants.urn is not null
        and coalesce(role_resolved.category <> 'Not stated', false)
        and coalesce(subject_taught_resolved.category <> 'Not stated', false) as counts_towards_target,
        participants.registered_on,
        participants.updated_at
    from participants
    left join numbered on participants.participant_key = numbered.participant_key
    {{ join_category('participants', 'role', has_other=true) }}
    {{ join_category('participants', 'subject_taught', has_other=true) }}
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
