-- A hub that went to several successors has a row for each; the newest describes it. It is closed
-- on the day of the first list without it.
with hub_rows as (
    select distinct on (hub_id)
        *,
        least(valid_to, absent_on - 1) as last_day_on
    from {{ ref('stg_platform__hubs') }}
    where hub_id <> 'unknown'
    order by hub_id asc, _file_date desc, _part_order desc, _record_number desc
),

nations as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'nation'
),

as_of as (
    select * from {{ ref('int_calendar__as_of') }}
),

hubs as (
    select
        hub_rows.hub_id,
        hub_rows.hub_name,
        nations.category as nation,
        hub_rows.region,
        hub_rows.valid_from <= as_of.as_of_on
        and coalesce(hub_rows.last_day_on, as_of.as_of_on) >= as_of.as_of_on as is_open,
        hub_rows.valid_from,
        hub_rows.last_day_on as valid_to
    from hub_rows
    left join nations on coalesce(hub_rows.nation, '') = nations.reported_value
    cross join as_of
),

with_unknown as (
    select * from hubs
    union all
    select
        'unknown',
        'Unknown',
        null,
        null,
        null,
        null,
        null
)

select * from with_unknown
