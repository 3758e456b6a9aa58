-- Each participant beside the one who was registered first of all that agree: as many rows as people, however
-- many agree. A reference number of one repeated digit stands for none.
with people as (
    select * from {{ ref('pii_cpd__participants') }}
),

participants as (
    select * from {{ ref('dim_participant') }}
),

described as (
    select
        participants.participant_key,
        participants.registered_on,
        {{ folded('people.teacher_reference_number') }} as reference_number,
        lower(people.email) as email,
        {{ folded("people.first_name || ' ' || people.last_name") }} || ' ' || participants.urn as name_and_school
    from participants
    inner join people on participants.participant_key = people.participant_key
),

marked as (
    select
        described.participant_key,
        described.registered_on,
        marks.reason,
        marks.mark
    from described
    cross join
        lateral (
            values
            ('teacher reference number', described.reference_number),
            ('e-mail address', described.email),
            ('name and school', described.name_and_school)
        ) as marks (reason, mark)
    where marks.mark is not null and marks.mark !~ '^(.)\1*$'
),

compared as (
    select
        participant_key,
        first_value(participant_key) over (
            partition by reason, mark
            order by registered_on asc, participant_key asc
        ) as likely_same_as_key,
        reason
    from marked
),

pairs as (
    select
        participant_key,
        likely_same_as_key,
        array_agg(reason order by reason) as reasons
    from compared
    where participant_key <> likely_same_as_key
    group by 1, 2
)

select * from pairs
