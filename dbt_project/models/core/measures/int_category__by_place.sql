-- A month before the first that has rows of its own can lie in the first programme year.
with periods as (
    select * from {{ ref('int_period__keyed') }}
),

territory_extents as (
    select * from {{ ref('int_territory__extent') }}
),

extents as (
    select * from {{ ref('int_place__extent') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

by_territory as (
    select * from {{ ref('int_category__by_territory') }}
),

months as (
    select month_on
    from by_territory
    group by month_on
),

month_periods as (
    select
        months.month_on,
        periods.period_key
    from months
    inner join periods on months.month_on between periods.starts_on and periods.ends_on
),

by_period as (
    select
        month_periods.period_key,
        by_territory.territory_key,
        by_territory.feed,
        by_territory.signature,
        sum(by_territory.rows_count)::bigint as rows_count,
        sum(by_territory.hours) as hours
    from by_territory
    inner join month_periods on by_territory.month_on = month_periods.month_on
    group by 1, 2, 3, 4
),

-- The letters of a signature are the columns of its feed's contract, in their order.
fields as (
    select
        feed,
        letter_number,
        field
    from (
        values
        {% for family, feed in [
            ('platform', 'activities'), ('platform', 'activity_feedback'), ('platform', 'ambassadors'),
            ('platform', 'organisations'), ('platform', 'requests'),
            ('cpd', 'event_feedback'), ('cpd', 'events'), ('cpd', 'participants'),
        ] -%}
        {% for column in category_columns(family, feed) -%}
        ('{{ feed }}', {{ loop.index }}, '{{ column.taxonomy }}'),
        {% endfor -%}
        {% endfor -%}
        ('', 0, '')
    ) as fields (feed, letter_number, field)
),

by_territory_field as (
    select
        by_period.period_key,
        by_period.territory_key,
        fields.field,
        substr(by_period.signature, fields.letter_number, 1) as outcome,
        sum(by_period.rows_count)::bigint as rows_count,
        sum(by_period.hours) as hours
    from by_period
    inner join fields on by_period.feed = fields.feed
    group by 1, 2, 3, 4
),

by_zone_field as (
    select
        by_zone.period_key,
        by_zone.zone_key,
        fields.field,
        substr(by_zone.signature, fields.letter_number, 1) as outcome,
        sum(by_zone.rows_count)::bigint as rows_count
    from {{ ref('int_category__by_zone') }} as by_zone
    inner join fields on fields.feed = 'ambassadors'
    group by 1, 2, 3, 4
),

by_extent as (
    select
        by_territory_field.period_key,
        territory_extents.extent_key,
        by_territory_field.field,
        by_territory_field.outcome,
        {{ shared_sum('by_territory_field.rows_count', 'territory_extents.share') }} as rows_share,
        sum(territory_extents.share * by_territory_field.hours) as hours_share
    from by_territory_field
    inner join territory_extents on by_territory_field.territory_key = territory_extents.territory_key
    where by_territory_field.outcome <> '-'
    group by 1, 2, 3, 4
),

placed as (
    select
        by_extent.period_key,
        extents.place_key,
        by_extent.field,
        by_extent.outcome,
        by_extent.rows_share,
        by_extent.hours_share
    from by_extent
    inner join extents on by_extent.extent_key = extents.extent_key
    union all
    select
        by_zone_field.period_key,
        zone_places.place_key,
        by_zone_field.field,
        by_zone_field.outcome,
        zone_places.share * by_zone_field.rows_count as rows_share,
        null as hours_share
    from by_zone_field
    inner join zone_places on by_zone_field.zone_key = zone_places.zone_key
    where by_zone_field.outcome <> '-'
),

by_place as (
    select
        period_key,
        place_key,
        field,
        outcome,
        sum(rows_share) as rows_share,
        sum(hours_share) as hours_share
    from placed
    group by 1, 2, 3, 4
)

select * from by_place
