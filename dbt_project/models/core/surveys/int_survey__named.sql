-- A name that folds to that of a single survey is that survey's; else it is nobody's.
with reported as (
    select survey as reported_survey from {{ ref('stg_survey__returns') }}
    union distinct
    select lower(survey) from {{ ref('stg_survey__paper_percentages') }}
),

surveys as (
    select
        survey,
        {{ folded('survey') }} as survey_folded
    from {{ ref('dim_question') }}
    where is_known
    group by survey
),

alone as (
    select
        survey_folded,
        min(survey) as survey
    from surveys
    group by survey_folded
    having count(*) = 1
),

named as (
    select
        reported.reported_survey,
        coalesce(surveys.survey, alone.survey, 'unknown') as survey
    from reported
    left join surveys on reported.reported_survey = surveys.survey
    left join alone on {{ folded('reported.reported_survey') }} = alone.survey_folded
)

select * from named
