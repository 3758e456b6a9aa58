-- That something came in: percentages too, though nobody can count the responses in them.
with returns as (
    select * from {{ ref('fct_survey_return') }}
    where responses_count > 0
),

percentages as (
    select * from {{ ref('fct_survey_percentage_return') }}
    where
        coalesce(strongly_agree_pct, agree_pct, not_sure_pct, disagree_pct, strongly_disagree_pct) is not null
),

schools as (
    select * from {{ ref('dim_school') }}
),

both_kinds as (
    select
        survey,
        wave,
        partnership_id,
        urn,
        school_name,
        first_returned_on,
        last_returned_on
    from returns
    union all
    select
        survey,
        wave,
        partnership_id,
        urn,
        school_name,
        returned_on as first_returned_on,
        returned_on as last_returned_on
    from percentages
),

received as (
    select
        both_kinds.survey,
        both_kinds.wave,
        both_kinds.partnership_id,
        coalesce(schools.current_urn, both_kinds.urn) as urn,
        min(both_kinds.school_name) as school_name,
        min(both_kinds.first_returned_on) as first_returned_on,
        max(both_kinds.last_returned_on) as last_returned_on
    from both_kinds
    left join schools on both_kinds.urn = schools.urn
    where both_kinds.wave in (select waves.wave from {{ ref('survey_waves') }} as waves)
    group by 1, 2, 3, 4
)

select * from received
