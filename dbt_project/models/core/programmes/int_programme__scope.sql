with programmes as (
    select * from {{ ref('dim_programme') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
    where partnership_id <> 'unknown'
),

wholes as (
    select
        programme_name as programme,
        'all' as cohort,
        sum(participants_target)::bigint as participants_recruited_target
    from programmes
    group by 1
),

counted as (
    select
        programmes.programme_name as programme,
        cohorts.cohort,
        count(*) as partnerships_count,
        sum(partnerships.funding_gbp) as funding_gbp
    from partnerships
    left join programmes on partnerships.programme_id = programmes.programme_id
    cross join lateral (values ('all'), (partnerships.cohort)) as cohorts (cohort)
    group by 1, 2
),

scopes as (
    select
        coalesce(wholes.programme, counted.programme) as programme,
        coalesce(wholes.cohort, counted.cohort) as cohort,
        coalesce(counted.partnerships_count, 0) as partnerships_count,
        wholes.participants_recruited_target,
        counted.funding_gbp
    from wholes
    full join counted on wholes.programme = counted.programme and wholes.cohort = counted.cohort
)

select * from scopes
