-- No analyst reads it: what the mart suppresses stands here.
{{ config(post_hook='{{ keep_from_analysts(this) }}') }}

-- Everybody is in `all`; a return on paper, which tells nothing of who answered, in no other subgroup.
with answered as (
    select * from {{ ref('int_survey__answered') }}
    where
        is_on_scale
        and wave in (select waves.wave from {{ ref('survey_waves') }} as waves)
),

partnerships as (
    select * from {{ ref('int_survey__partnership') }}
),

names as (
    select * from {{ ref('int_survey__counted_as') }}
),

by_subgroup as (
    select
        partnerships.programme,
        names.counted_as as survey,
        answered.question_code,
        subgroups.subgroup_type,
        subgroups.subgroup,
        answered.wave,
        answered.response,
        sum(answered.answers_count)::bigint as answers_count
    from answered
    left join partnerships on answered.partnership_id = partnerships.partnership_id
    left join names on answered.survey = names.survey
    cross join
        lateral (
            values
            ('all', 'all'),
            ('phase', answered.phase),
            ('years_in_teaching', answered.years_in_teaching)
        ) as subgroups (subgroup_type, subgroup)
    where subgroups.subgroup is not null
    group by 1, 2, 3, 4, 5, 6, 7
)

select * from by_subgroup
