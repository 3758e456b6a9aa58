with outcomes as (
    select * from {{ ref('fct_outcome') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

placed as (
    select
        programmes.programme_name as programme,
        coalesce(outcomes.audience, 'Not stated') as audience,
        case when outcomes.outcome = 'all' then '"all"' else coalesce(outcomes.outcome, 'Not stated') end as outcome,
        outcomes.urn
    from outcomes
    left join programmes on outcomes.programme_id = programmes.programme_id
),

scoped as (
    select
        placed.programme,
        audiences.audience,
        wordings.outcome,
        wordings.is_total,
        placed.urn
    from placed
    cross join lateral (values ('all'), (placed.audience)) as audiences (audience)
    cross join lateral (values ('all', true), (placed.outcome, false)) as wordings (outcome, is_total)
),

counted as (
    select
        programme,
        audience,
        outcome,
        is_total,
        count(*) as outcomes_count,
        count(distinct urn) as schools_count
    from scoped
    group by 1, 2, 3, 4
),

ranked as (
    select
        programme,
        audience,
        outcome,
        outcomes_count,
        case
            when not is_total
                then rank() over (partition by programme, audience, is_total order by outcomes_count desc)
        end as outcome_rank,
        schools_count
    from counted
)

select * from ranked
