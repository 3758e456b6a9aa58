-- An outcome is the partnership's that it names; one that names none, that of its school on the day.
with outcomes as (
    select * from {{ ref('fct_outcome') }}
),

partnerships as (
    select * from {{ ref('int_partnership__funder') }}
),

members as (
    select * from {{ ref('int_partnership__member') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

themes as (
    select * from {{ ref('funder_report_themes') }}
    where field = 'audience'
),

belonging as (
    select
        outcomes.outcome_id,
        outcomes.audience,
        outcomes.recorded_on,
        coalesce(outcomes.partnership_id, members.partnership_id) as partnership_id
    from outcomes
    left join schools on outcomes.urn = schools.urn
    left join members
        on
            outcomes.partnership_id is null
            and coalesce(schools.current_urn, outcomes.urn) = members.urn
            and outcomes.recorded_on between members.member_from and members.member_to
),

items as (
    select
        partnerships.funder,
        coalesce(themes.theme, others.theme) as theme,
        'outcomes_count' as measure,
        belonging.recorded_on as happened_on,
        belonging.outcome_id as item,
        1::numeric as quantity
    from belonging
    inner join partnerships on belonging.partnership_id = partnerships.partnership_id
    left join themes on belonging.audience = themes.category
    left join themes as others on others.category is null
)

select * from items
