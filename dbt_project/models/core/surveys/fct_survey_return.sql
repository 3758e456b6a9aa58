-- Answers don't tell how many people answered: responses are counted here, and no respondent has a row.
with returns as (
    select * from {{ ref('stg_survey__returns') }}
),

surveys as (
    select * from {{ ref('int_survey__named') }}
),

partnerships as (
    select * from {{ ref('int_survey__partnership') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

named_partnerships as (
    select * from {{ ref('int_partnership__named') }}
),

-- A sender may use the marts' own word for the first wave.
waves as (
    select * from {{ ref('survey_waves') }}
),

keyed as (
    select
        surveys.survey,
        coalesce(waves.wave, returns.wave) as wave,
        coalesce(by_id.partnership_id, by_name.partnership_id, 'unknown') as partnership_id,
        coalesce(returns.urn::text, {{ folded('returns.school_name') }}) as school_key,
        returns.urn,
        returns.school_name,
        returns.basis,
        returns.responses_count,
        returns.returned_on,
        case when returns.basis = 'paper_counts' then returns.returned_on end as class_returned_on
    from returns
    left join surveys on returns.survey = surveys.reported_survey
    left join waves on returns.wave in (waves.wave, waves.kpi_wave)
    left join named_partnerships as by_id on returns.partnership_id = by_id.reported_partnership
    left join partnerships as by_name on {{ folded('returns.partnership_name') }} = by_name.own_name_folded
),

summed as (
    select
        survey,
        wave,
        partnership_id,
        school_key,
        max(urn) as urn,
        min(school_name) as school_name,
        basis,
        sum(responses_count)::bigint as responses_count,
        min(returned_on) as first_returned_on,
        max(returned_on) as last_returned_on
    from keyed
    group by survey, wave, partnership_id, school_key, basis, class_returned_on
),

described as (
    select
        summed.survey,
        summed.wave,
        summed.partnership_id,
        summed.school_key,
        summed.urn,
        coalesce(schools.school_name, summed.school_name) as school_name,
        summed.school_name as school_name_raw,
        summed.basis,
        summed.responses_count,
        summed.first_returned_on,
        summed.last_returned_on
    from summed
    left join schools on summed.urn = schools.urn
)

select * from described
