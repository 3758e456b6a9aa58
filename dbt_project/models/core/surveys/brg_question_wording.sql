-- Surveys are compared in small letters, codes as they are, as the loader does. Of several versions the one
-- whose row came last speaks for the question.
with questions as (
    select
        *,
        lower(survey) as survey_name,
        lower(scale) as scale_name
    from {{ ref('stg_survey__questions') }}
),

asked as (
    select distinct on (survey_name, question_code, version) *
    from questions
    where
        question_code not in ({{ header_columns('survey', 'online') }})
        and coalesce(scale_name, '') <> 'none'
    order by
        survey_name asc, question_code asc, version asc,
        _file_date desc, _part_order desc, _load_id desc, _record_number desc
),

wordings as (
    select
        survey_name as survey,
        question_code,
        version,
        wording,
        scale_name as scale,
        question_order,
        row_number() over (
            partition by survey_name, question_code
            order by _file_date desc, _part_order desc, _load_id desc, _record_number desc
        ) = 1 as is_newest,
        absent_on is null as is_listed
    from asked
)

select * from wordings
