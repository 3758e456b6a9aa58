-- A hub that went to several successors has a row for each; the newest describes it.
with hub_rows as (
    select distinct on (hub_id) *
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
        and coalesce(hub_rows.valid_to, hub_rows.absent_on, as_of.as_of_on) >= as_of.as_of_on as is_open,
        hub_rows.valid_from,
        coalesce(hub_rows.valid_to, hub_rows.absent_on) as valid_to
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
