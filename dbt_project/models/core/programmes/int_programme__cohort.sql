-- A school counts to each cohort in which it is in a partnership.
with members as (
    select * from {{ ref('int_programme__school') }}
),

cohorts as (
    select
        members.programme,
        cohorts.cohort,
        members.urn,
        members.phase,
        members.is_all_through,
        bool_or(members.is_active) as is_active
    from members
    cross join lateral (values ('all'), (members.cohort)) as cohorts (cohort)
    where cohorts.cohort is not null
    group by 1, 2, 3, 4, 5
)

select * from cohorts
