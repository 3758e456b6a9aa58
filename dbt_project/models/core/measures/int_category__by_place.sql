-- A month before the first that has rows of its own can lie in the first programme year.
with periods as (
    select * from {{ ref('int_period__keyed') }}
),

hub_places as (
    select
        case when geography_level = 'national' then 0 else hub_key end as hub_key,
        place_key
    from {{ ref('int_hub__place') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

by_hub as (
    select * from {{ ref('int_category__by_activity_hub') }}
    union all
    select * from {{ ref('int_category__by_month_hub') }}
),

months as (
    select month_on
    from by_hub
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
        by_hub.hub_key,
        by_hub.feed,
        by_hub.signature,
        sum(by_hub.rows_share) as rows_share,
        sum(by_hub.hours_share) as hours_share
    from by_hub
    inner join month_periods on by_hub.month_on = month_periods.month_on
    group by 1, 2, 3, 4
),

placed as (
    select
        by_period.period_key,
        hub_places.place_key,
        by_period.feed,
        by_period.signature,
        sum(by_period.rows_share) as rows_share,
        sum(by_period.hours_share) as hours_share
    from by_period
    inner join hub_places on by_period.hub_key = hub_places.hub_key
    group by 1, 2, 3, 4
    union all
    select
        by_zone.period_key,
        zone_places.place_key,
        'ambassadors' as feed,
        by_zone.signature,
        sum(by_zone.rows_count * zone_places.share) as rows_share,
        null as hours_share
    from {{ ref('int_category__by_zone') }} as by_zone
    inner join zone_places on by_zone.zone_key = zone_places.zone_key
    group by 1, 2, 4
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

by_place as (
    select
        placed.period_key,
        placed.place_key,
        fields.field,
        substr(placed.signature, fields.letter_number, 1) as outcome,
        sum(placed.rows_share) as rows_share,
        sum(placed.hours_share) as hours_share
    from placed
    inner join fields on placed.feed = fields.feed
    group by 1, 2, 3, 4
)

select * from by_place
where outcome <> '-'
