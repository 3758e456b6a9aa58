with surveys as (
    select survey
    from {{ ref('dim_question') }}
    group by survey
),

joins as (
    select * from {{ ref('survey_joins') }}
),

counted_as as (
    select
        survey,
        survey as counted_as,
        false as is_joined
    from surveys
    union all
    select
        surveys.survey,
        joins.joined_survey,
        true
    from surveys
    left join joins on {{ folded('surveys.survey') }} = {{ folded('joins.survey') }}
    where joins.joined_survey is not null
)

select * from counted_as
