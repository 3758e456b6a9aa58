with returns as (
    select * from {{ ref('fct_survey_return') }}
),

-- Of a class that sent percentages all questions are one return.
classes as (
    select
        survey,
        wave,
        partnership_id
    from {{ ref('fct_survey_percentage_return') }}
    group by survey, wave, partnership_id, partnership_id_raw, school_name_raw, returned_on
),

partnerships as (
    select * from {{ ref('int_survey__partnership') }}
),

names as (
    select * from {{ ref('int_survey__counted_as') }}
),

received as (
    select
        survey,
        wave,
        partnership_id,
        responses_count,
        case when basis = 'paper_counts' then responses_count else 0 end as paper_responses_count,
        0 as percentage_returns_count
    from returns
    union all
    select
        survey,
        wave,
        partnership_id,
        0,
        0,
        1
    from classes
),

by_partnership as (
    select
        partnerships.programme,
        names.counted_as as survey,
        names.is_joined,
        received.wave,
        received.partnership_id,
        sum(received.responses_count)::bigint as responses_count,
        sum(received.paper_responses_count)::bigint as paper_responses_count,
        sum(received.percentage_returns_count)::bigint as percentage_returns_count
    from received
    left join partnerships on received.partnership_id = partnerships.partnership_id
    left join names on received.survey = names.survey
    where received.wave in (select waves.wave from {{ ref('survey_waves') }} as waves)
    group by 1, 2, 3, 4, 5
)

select * from by_partnership
