-- An Ambassador counts once in a place and row, however many schools they met there; where only a
-- part of the schools' zone is in the place, that part counts, unless another zone is wholly in it.
with visitors as (
    select * from {{ ref('int_reach__visitors') }}
),

reach_rows as (
    select
        position,
        1 << position as bit
    from {{ ref('kpi_reach_rows') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

in_place as (
    select
        visitors.visitors_number,
        visitors.period_key,
        visitors.ambassadors_count,
        zone_places.place_key,
        zone_places.share,
        bit_or(zones.bits) as bits
    from visitors
    cross join unnest(visitors.zone_keys, visitors.zone_bits) as zones (zone_key, bits)
    inner join zone_places on zones.zone_key = zone_places.zone_key
    group by 1, 2, 3, 4, 5
),

wholly as (
    select
        period_key,
        place_key,
        bits,
        sum(ambassadors_count) as ambassadors_count
    from in_place
    where share = 1
    group by 1, 2, 3
),

partly as (
    select
        parts.visitors_number,
        parts.period_key,
        parts.ambassadors_count,
        parts.place_key,
        reach_rows.position,
        max(parts.share) as share
    from in_place as parts
    inner join reach_rows on parts.bits & reach_rows.bit <> 0
    left join in_place as whole
        on
            parts.visitors_number = whole.visitors_number
            and parts.place_key = whole.place_key
            and whole.share = 1
    where parts.share <> 1 and coalesce(whole.bits, 0) & reach_rows.bit = 0
    group by 1, 2, 3, 4, 5
),

counted as (
    select
        wholly.period_key,
        wholly.place_key,
        reach_rows.position,
        wholly.ambassadors_count::numeric as ambassadors
    from wholly
    inner join reach_rows on wholly.bits & reach_rows.bit <> 0
    union all
    select
        period_key,
        place_key,
        position,
        ambassadors_count * share as ambassadors
    from partly
),

by_row as (
    select
        period_key,
        place_key,
        position,
        sum(ambassadors) as ambassadors_count
    from counted
    group by 1, 2, 3
)

select * from by_row
