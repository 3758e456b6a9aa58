with volunteering as (
    select
        period_key,
        place_key,
        sum(preparation_hours + delivery_hours) as hours,
        sum(preparation_hours + delivery_hours) filter (where setting_group = 'non_educational')
            as non_school_hours
    from {{ ref('int_activity__by_place') }}
    group by 1, 2
),

people as (
    select
        by_zone.period_key,
        zone_places.place_key,
        sum(by_zone.active_count * zone_places.share) as active,
        sum(by_zone.new_count * zone_places.share) as newly_registered
    from {{ ref('int_ambassador__by_zone') }} as by_zone
    inner join {{ ref('int_zone__place') }} as zone_places on by_zone.zone_key = zone_places.zone_key
    group by 1, 2
),

counts as (
    select
        volunteering.period_key,
        volunteering.place_key,
        measures.kpi_code,
        measures.counted
    from volunteering
    cross join
        lateral (
            values ('VOL_HOURS', volunteering.hours), ('NON_SCHOOL_HOURS', volunteering.non_school_hours)
        ) as measures (kpi_code, counted)
    union all
    select
        people.period_key,
        people.place_key,
        measures.kpi_code,
        measures.counted
    from people
    cross join lateral (
        values ('ACTIVE_AMB', people.active), ('NEW_AMB', people.newly_registered)
    ) as measures (kpi_code, counted)
)

select * from counts
where counted > 0
