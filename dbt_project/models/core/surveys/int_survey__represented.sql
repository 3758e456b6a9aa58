-- A survey that a programme had any return of has a row in every wave: that nobody answered must be seen.
with received as (
    select * from {{ ref('int_survey__by_partnership') }}
),

waves as (
    select * from {{ ref('survey_waves') }}
),

asked as (
    select
        received.programme,
        received.survey,
        received.is_joined,
        waves.wave
    from received
    cross join waves
    group by 1, 2, 3, 4
),

sizes as (
    select
        programme,
        count(*) filter (where partnership_id <> 'unknown') as partnerships_count
    from {{ ref('int_survey__partnership') }}
    group by programme
),

summed as (
    select
        asked.programme,
        asked.survey,
        asked.is_joined,
        asked.wave,
        coalesce(sum(received.responses_count), 0)::bigint as responses_count,
        coalesce(sum(received.paper_responses_count), 0)::bigint as paper_responses_count,
        coalesce(sum(received.percentage_returns_count), 0)::bigint as percentage_returns_count,
        count(*) filter (where received.responses_count > 0 and received.partnership_id <> 'unknown')
            as partnerships_represented_count
    from asked
    left join received
        on
            asked.programme = received.programme
            and asked.survey = received.survey
            and asked.wave = received.wave
    group by 1, 2, 3, 4
),

represented as (
    select
        summed.*,
        sizes.partnerships_count,
        100.0 * summed.partnerships_represented_count / nullif(sizes.partnerships_count, 0)
            as partnerships_represented_pct
    from summed
    left join sizes on summed.programme = sizes.programme
)

select * from represented
