-- A category is compared with every population that has a benchmark for it, in a row for each.
with cells as (
    select * from {{ ref('int_profile__by_place') }}
),

hidden as (
    select * from {{ ref('int_profile__hidden') }}
),

benchmarks as (
    select * from {{ ref('int_profile__benchmark') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

-- National cells stand under one basis, and are the same under the other.
places as (
    select
        *,
        case
            when geography_level = 'national' then min(place_key) over (partition by geography_level, geography_code)
            else place_key
        end as cell_place_key
    from {{ ref('int_geography__place') }}
),

shown as (
    select
        cells.period_key,
        cells.place_key,
        cells.characteristic,
        cells.category,
        case when hidden.cell_number is null then cells.ambassadors_count end as ambassadors_count,
        case
            when hidden.cell_number is null
                then
                    100 * cells.ambassadors
                    / sum(cells.ambassadors) over (partition by cells.table_key, cells.place_key)
        end as share_pct,
        case when hidden.cell_number is not null then 'c' end as suppression
    from cells
    left join hidden on cells.table_key = hidden.table_key and cells.cell_number = hidden.cell_number
),

profile as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        shown.characteristic,
        shown.category,
        shown.ambassadors_count::bigint as ambassadors_count,
        shown.share_pct,
        benchmarks.population as benchmark_population,
        benchmarks.share_pct as benchmark_pct,
        shown.share_pct - benchmarks.share_pct as difference_pp,
        shown.suppression
    from shown
    inner join periods on shown.period_key = periods.period_key
    inner join places on shown.place_key = places.cell_place_key
    left join benchmarks
        on
            shown.characteristic = benchmarks.characteristic
            and shown.category = benchmarks.category
)

select * from profile
