with visitors as (
    select * from {{ ref('int_reach__visitors') }}
),

reach_rows as (
    select * from {{ ref('kpi_reach_rows') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

by_row as (
    select
        visitors.period_key,
        zone_places.place_key,
        reach_rows.position,
        sum(visitors.ambassadors_count * zone_places.share) as ambassadors_count
    from visitors
    inner join reach_rows on visitors.bits & (1 << reach_rows.position) <> 0
    inner join zone_places on visitors.zone_key = zone_places.zone_key
    group by 1, 2, 3
)

select * from by_row
