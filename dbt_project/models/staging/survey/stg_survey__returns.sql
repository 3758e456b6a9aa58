-- A class on paper counts as as many responses as its most answered question.
with online as (
    select * from {{ ref('stg_survey__online') }}
),

paper as (
    select
        *,
        coalesce(strongly_agree, 0)
        + coalesce(agree, 0)
        + coalesce(not_sure, 0)
        + coalesce(disagree, 0)
        + coalesce(strongly_disagree, 0) as answers_count
    from {{ ref('stg_survey__paper_counts') }}
),

returns as (
    select
        'online' as basis,
        survey,
        wave,
        null::text as partnership_id,
        partnership as partnership_name,
        school as school_name,
        school_urn as urn,
        (submitted_at at time zone 'Europe/London')::date as returned_on,
        1::bigint as responses_count
    from online
    union all
    select
        'paper_counts',
        lower(survey),
        lower(wave),
        partnership_id,
        null,
        school_name,
        max(urn),
        returned_on,
        max(answers_count)
    from paper
    group by lower(survey), lower(wave), partnership_id, school_name, returned_on
)

select * from returns
