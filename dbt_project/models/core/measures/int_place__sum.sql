-- Which places add up to which, in kinds of sums of which a place has at most one: 2 the hubs of a
-- nation; 3 those of a region, with the region; 4 what a nation consists of, with the nation; 5 and 6
-- what the whole country does, as it was and today, with the country. Kind 1 is a place by itself.
with hub_places as (
    select * from {{ ref('int_hub__place') }}
),

country as (
    select min(place_key) as place_key
    from hub_places
    where geography_level = 'national'
),

hubs as (
    select
        hubs.place_key,
        hubs.hub_basis,
        hubs.geography_level,
        regions.place_key as region_place_key,
        nations.place_key as nation_place_key
    from hub_places as hubs
    left join hub_places as regions
        on hubs.hub_key = regions.hub_key and regions.geography_level = 'region'
    left join hub_places as nations
        on hubs.hub_key = nations.hub_key and nations.geography_level = 'nation'
    where hubs.geography_level = 'hub'
),

family as (
    select * from hubs
    union all
    select
        region_place_key as place_key,
        hub_basis,
        'region' as geography_level,
        region_place_key,
        min(nation_place_key) as nation_place_key
    from hubs
    where region_place_key is not null
    group by region_place_key, hub_basis
    union all
    select
        nation_place_key as place_key,
        hub_basis,
        'nation' as geography_level,
        null as region_place_key,
        nation_place_key
    from hubs
    where nation_place_key is not null
    group by nation_place_key, hub_basis
),

described as (
    select
        *,
        geography_level = 'region' or region_place_key is null as is_outermost_in_nation,
        case when hub_basis = 'as_was' then 5 else 6 end as country_kind
    from family
),

sums as (
    select
        members.kind,
        members.sum_place_key,
        described.place_key,
        members.is_total
    from described
    cross join country
    cross join
        lateral (
            values
            (2, case when described.geography_level = 'hub' then described.nation_place_key end, false),
            (3, described.region_place_key, described.geography_level = 'region'),
            (
                4,
                case when described.is_outermost_in_nation then described.nation_place_key end,
                described.geography_level = 'nation'
            ),
            (
                described.country_kind,
                case
                    when
                        described.geography_level = 'nation'
                        or described.is_outermost_in_nation and described.nation_place_key is null
                        then country.place_key
                end,
                false
            )
        ) as members (kind, sum_place_key, is_total)
    where members.sum_place_key is not null
    union all
    select
        kinds.kind,
        country.place_key as sum_place_key,
        country.place_key,
        true as is_total
    from country
    cross join (values (5), (6)) as kinds (kind)
)

select * from sums
