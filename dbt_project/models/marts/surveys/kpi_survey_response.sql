with represented as (
    select * from {{ ref('int_survey__represented') }}
    where not is_joined
),

waves as (
    select * from {{ ref('survey_waves') }}
),

compared as (
    select
        represented.*,
        waves.kpi_wave,
        first_value(represented.responses_count) over (
            partition by represented.programme, represented.survey
            order by waves.position
        ) as baseline_responses_count
    from represented
    left join waves on represented.wave = waves.wave
),

responses as (
    select
        programme,
        survey,
        kpi_wave as wave,
        responses_count,
        100.0 * responses_count / nullif(baseline_responses_count, 0) as response_pct_of_baseline,
        partnerships_represented_count,
        partnerships_count,
        partnerships_represented_pct,
        100.0 * paper_responses_count / nullif(responses_count, 0) as paper_share_pct,
        percentage_returns_count as unmerged_percentage_returns_count
    from compared
)

select * from responses
