-- Whose survey has both may have been asked twice: nobody can tell from counts, so a person must look.
with returns as (
    select
        *,
        {{ folded('school_name') }} as name_folded,
        {{ folded('school_name_raw') }} as typed_folded
    from {{ ref('fct_survey_return') }}
),

paper as (
    select * from returns
    where basis = 'paper_counts'
),

online as (
    select * from returns
    where basis = 'online'
),

-- One partnership's returns are never compared with another's, though a school be in both.
doubles as (
    select
        paper.survey,
        paper.wave,
        paper.partnership_id as paper_partnership_id,
        paper.school_key as paper_school_key,
        coalesce(
            nullif(paper.partnership_id, 'unknown'),
            string_agg(distinct nullif(online.partnership_id, 'unknown'), ', '),
            'unknown'
        ) as partnership_id,
        coalesce(paper.urn, max(online.urn)) as urn,
        case when paper.urn is null then min(online.school_name) else paper.school_name end as school_name,
        paper.responses_count as paper_responses_count,
        sum(online.responses_count)::bigint as online_responses_count,
        paper.first_returned_on as paper_returned_on,
        min(online.first_returned_on) as online_first_returned_on,
        max(online.last_returned_on) as online_last_returned_on
    from paper
    inner join online
        on
            paper.survey = online.survey
            and paper.wave = online.wave
            and paper.first_returned_on between online.first_returned_on and online.last_returned_on
            and (
                paper.partnership_id = online.partnership_id
                or 'unknown' in (paper.partnership_id, online.partnership_id)
            )
            and (
                paper.urn = online.urn
                or (
                    (paper.urn is null or online.urn is null)
                    and (paper.name_folded = online.name_folded or paper.typed_folded = online.typed_folded)
                )
            )
    where paper.responses_count > 0
    group by
        paper.survey, paper.wave, paper.partnership_id, paper.school_key, paper.urn, paper.school_name,
        paper.responses_count, paper.first_returned_on
)

select * from doubles
