with in_scope as (
    select * from {{ ref('int_school__in_scope') }}
),

reached as (
    select * from {{ ref('int_school__reached') }}
),

reach_rows as (
    select * from {{ ref('kpi_reach_rows') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

counted as (
    select
        period_key,
        zone_key,
        phase_group,
        is_priority_only,
        in_scope_count,
        0 as reached_count
    from in_scope
    union all
    select
        reached.period_key,
        reached.zone_key,
        reached.phase_group,
        priority.is_only as is_priority_only,
        0 as in_scope_count,
        count(*) as reached_count
    from reached
    inner join (values (false), (true)) as priority (is_only)
        on not priority.is_only or reached.is_priority
    group by 1, 2, 3, 4
),

by_zone as (
    select
        counted.period_key,
        counted.zone_key,
        reach_rows.position,
        sum(counted.in_scope_count) as in_scope_count,
        sum(counted.reached_count) as reached_count
    from counted
    inner join reach_rows
        on
            counted.is_priority_only = reach_rows.priority_only
            and reach_rows.phase in (counted.phase_group, 'all')
    group by 1, 2, 3
),

by_place as (
    select
        by_zone.period_key,
        zone_places.place_key,
        by_zone.position,
        sum(by_zone.in_scope_count * zone_places.share) as in_scope_count,
        sum(by_zone.reached_count * zone_places.share) as reached_count
    from by_zone
    inner join zone_places on by_zone.zone_key = zone_places.zone_key
    group by 1, 2, 3
)

select * from by_place
