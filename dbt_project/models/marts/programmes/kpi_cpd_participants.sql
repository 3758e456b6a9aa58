with participants as (
    select
        *,
        case when is_senior_leadership_team then 'Senior leadership team' end as leadership
    from {{ ref('int_programme__participant') }}
),

cohorts as (
    select * from {{ ref('int_programme__cohort') }}
    where cohort <> 'all'
),

-- The senior leadership team stands beside the roles: its members have one of these, too.
categorised as (
    select
        participants.*,
        breakdowns.breakdown,
        breakdowns.category
    from participants
    cross join
        lateral (
            values
            ('all', 'all'),
            ('phase', participants.phase),
            ('role', participants.role),
            ('role', participants.leadership),
            ('subject', participants.subject_taught)
        ) as breakdowns (breakdown, category)
    where breakdowns.category is not null
    union all
    select
        participants.*,
        'cohort',
        cohorts.cohort
    from participants
    inner join cohorts on participants.programme = cohorts.programme and participants.urn = cohorts.urn
),

counted as (
    select
        programme,
        breakdown,
        category,
        count(*) filter (where is_recruited) as participants_recruited_count,
        count(*) filter (where is_known and participations_count > 0) as unique_participants_count,
        sum(participations_count)::bigint as participations_count,
        sum(participant_hours) as participant_hours
    from categorised
    group by 1, 2, 3
),

wholes as (
    select
        programme,
        participants_recruited_count as whole_count
    from counted
    where breakdown = 'all'
),

shared as (
    select
        counted.*,
        100.0 * counted.participants_recruited_count / nullif(wholes.whole_count, 0) as share_pct
    from counted
    left join wholes on counted.programme = wholes.programme
)

select * from shared
