with events as (
    select * from {{ ref('fct_cpd_event') }}
    where is_delivered
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
),

-- An event of a cohort is one that is held for a partnership of that cohort in the same programme.
counted as (
    select
        programmes.programme_name as programme,
        cohorts.cohort,
        count(*) filter (where events.is_cpd) as cpd_events_count,
        count(*) filter (where events.is_community) as community_events_count
    from events
    left join programmes on events.programme_id = programmes.programme_id
    left join partnerships
        on
            events.partnership_id = partnerships.partnership_id
            and events.programme_id = partnerships.programme_id
    cross join lateral (values ('all'), (partnerships.cohort)) as cohorts (cohort)
    where cohorts.cohort is not null
    group by 1, 2
)

select * from counted
