-- Community events stand beside the subjects and are in no other breakdown.
with events as (
    select
        programme_id,
        event_id,
        event_hours,
        is_cpd,
        is_delivered,
        case when is_cpd then 'all' end as whole,
        case when is_cpd then coalesce(subject, 'Not stated') else 'Community event' end as subject,
        case when is_cpd then coalesce(format, 'Not stated') end as format
    from {{ ref('fct_cpd_event') }}
    where is_cpd or is_community
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

by_phase as (
    select * from {{ ref('int_cpd_event__attendance') }}
),

by_event as (
    select
        event_id,
        sum(participations_count) as participations_count
    from by_phase
    group by 1
),

categorised as (
    select
        events.*,
        breakdowns.breakdown,
        breakdowns.category,
        coalesce(by_event.participations_count, 0) as participations_count
    from events
    left join by_event on events.event_id = by_event.event_id
    cross join
        lateral (
            values
            ('all', events.whole),
            ('subject', events.subject),
            ('format', events.format)
        ) as breakdowns (breakdown, category)
    where breakdowns.category is not null
    union all
    select
        events.*,
        'phase',
        by_phase.phase,
        by_phase.participations_count
    from events
    inner join by_phase on events.event_id = by_phase.event_id
    where events.is_cpd
),

counted as (
    select
        programmes.programme_name as programme,
        categorised.breakdown,
        categorised.category,
        count(*) filter (where categorised.is_delivered) as events_count,
        sum(categorised.participations_count)::bigint as participations_count,
        coalesce(sum(categorised.event_hours) filter (where categorised.is_delivered), 0) as event_hours
    from categorised
    left join programmes on categorised.programme_id = programmes.programme_id
    group by 1, 2, 3
),

wholes as (
    select
        programme,
        participations_count as whole_count
    from counted
    where breakdown = 'all'
),

shared as (
    select
        counted.*,
        case
            when counted.category <> 'Community event'
                then 100.0 * counted.participations_count / nullif(wholes.whole_count, 0)
        end as share_pct
    from counted
    left join wholes on counted.programme = wholes.programme
)

select * from shared
