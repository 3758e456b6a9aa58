-- What is not known in the first year stays null through the sums.
with establishments as (
    select
        period_key,
        zone_key,
        phase_group,
        is_priority,
        activities_count,
        terms_count,
        was_reached_before
    from {{ ref('int_engagement__school') }}
    union all
    select
        period_key,
        zone_key,
        'non_school' as phase_group,
        false as is_priority,
        activities_count,
        terms_count,
        was_reached_before
    from {{ ref('int_engagement__group') }}
),

reach_rows as (
    select * from {{ ref('kpi_reach_rows') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

judged as (
    select
        *,
        (activities_count > 0)::int as reached,
        (activities_count = 1)::int as one_off,
        (activities_count >= 2)::int as repeated,
        (activities_count >= 3 and terms_count >= 2)::int as sustained,
        case when activities_count > 0 then was_reached_before::int when was_reached_before then 0 end as returned,
        case when was_reached_before is not null then (activities_count = 0)::int end as lapsed
    from establishments
),

by_zone as (
    select
        judged.period_key,
        judged.zone_key,
        reach_rows.phase,
        reach_rows.priority_only,
        sum(judged.reached) as reached,
        sum(judged.one_off) as one_off,
        sum(judged.repeated) as repeated,
        sum(judged.sustained) as sustained,
        sum(judged.returned) as returned,
        sum(judged.lapsed) as lapsed,
        sum(judged.activities_count) as activities
    from judged
    inner join reach_rows
        on
            (
                judged.phase_group = reach_rows.phase
                or (reach_rows.phase = 'all' and judged.phase_group <> 'non_school')
            )
            and (judged.is_priority or not reach_rows.priority_only)
    group by 1, 2, 3, 4
),

by_place as (
    select
        by_zone.period_key,
        zone_places.place_key,
        by_zone.phase,
        by_zone.priority_only,
        sum(by_zone.reached * zone_places.share) as reached,
        sum(by_zone.one_off * zone_places.share) as one_off,
        sum(by_zone.repeated * zone_places.share) as repeated,
        sum(by_zone.sustained * zone_places.share) as sustained,
        sum(by_zone.returned * zone_places.share) as returned,
        sum(by_zone.lapsed * zone_places.share) as lapsed,
        sum(by_zone.activities * zone_places.share) as activities
    from by_zone
    inner join zone_places on by_zone.zone_key = zone_places.zone_key
    group by 1, 2, 3, 4
)

select * from by_place
