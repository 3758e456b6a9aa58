-- A version lasts from the list that first told of it until a list tells otherwise.
with listings as (
    select * from {{ ref('stg_platform__hub_listings') }}
),

hubs as (
    select * from {{ ref('dim_hub') }}
),

nations as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'nation'
),

described as (
    select
        listings.hub_id,
        listings.hub_name,
        nations.category as nation,
        listings.region,
        (listings.hub_name, nations.category, listings.region)::text as description,
        listings.listed_on
    from listings
    left join nations on coalesce(listings.nation, '') = nations.reported_value
),

compared as (
    select
        *,
        coalesce(
            description <> lag(description) over (partition by hub_id order by listed_on), true
        ) as is_changed
    from described
),

numbered as (
    select
        *,
        row_number() over (partition by hub_id order by listed_on) as version_number,
        lead(listed_on) over (partition by hub_id order by listed_on) as next_listed_on
    from compared
    where is_changed
),

versions as (
    select
        numbered.hub_id,
        numbered.version_number::integer as version_number,
        numbered.hub_name,
        numbered.nation,
        numbered.region,
        case when numbered.version_number = 1 then hubs.valid_from else numbered.listed_on end as valid_from,
        coalesce(numbered.next_listed_on - 1, hubs.valid_to) as valid_to
    from numbered
    inner join hubs on numbered.hub_id = hubs.hub_id
)

select * from versions
