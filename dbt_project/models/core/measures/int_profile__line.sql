-- Cells stand in lines of which the total is known: the categories of a place, and a category in the
-- places of a sum. One that is hidden alone in a line takes the smallest other one with it. Lines of
-- places other than hubs, and of the hubs of a nation, follow from the others; those are of their own.
-- A table without a small cell hides nothing and has no lines here.
with tables as (
    select by_place.table_key
    from {{ ref('int_profile__by_place') }} as by_place
    cross join {{ ref('profile_thresholds') }} as thresholds
    group by 1
    having min(by_place.ambassadors_count) < min(thresholds.count_minimum)
),

cells as (
    select by_place.*
    from {{ ref('int_profile__by_place') }} as by_place
    inner join tables on by_place.table_key = tables.table_key
),

sums as (
    select * from {{ ref('int_place__sum') }}
),

places as (
    select
        place_key,
        geography_level,
        row_number() over (order by geography_code collate "C")::int as place_number
    from {{ ref('int_geography__place') }}
),

members as (
    select
        cells.table_key,
        1 as kind,
        cells.place_key as line_place_key,
        0 as line_category_number,
        cells.cell_number,
        false as is_total,
        places.geography_level = 'hub' as is_of_its_own,
        cells.ambassadors_count,
        cells.category_number as tie_number
    from cells
    inner join places on cells.place_key = places.place_key
    union all
    select
        cells.table_key,
        sums.kind,
        sums.sum_place_key as line_place_key,
        cells.category_number as line_category_number,
        cells.cell_number,
        sums.is_total,
        sums.kind > 2 as is_of_its_own,
        cells.ambassadors_count,
        places.place_number as tie_number
    from cells
    inner join sums on cells.place_key = sums.place_key
    inner join places on cells.place_key = places.place_key
),

lines as (
    select
        table_key,
        kind,
        cell_number,
        is_of_its_own,
        first_value(cell_number) over by_size as line_number,
        case
            when row_number() over by_size = 1 then lead(cell_number) over by_size
            else first_value(cell_number) over by_size
        end as partner_number
    from members
    window by_size as (
        partition by table_key, kind, line_place_key, line_category_number
        order by is_total, ambassadors_count, tie_number
    )
)

select * from lines
where partner_number is not null
