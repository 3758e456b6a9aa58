-- Cells as the edges of a graph, of which known sums are the vertices: a cell stands in one that it
-- adds to, and in one that it is the total of or, in a hub, that of its place. Arrays run by cell, 0
-- where it has none of the two; bit n is cell n or vertex n.
with cells as (
    select * from {{ ref('int_profile__by_place') }}
),

ends as (
    select
        table_key,
        cell_number,
        min(8 * line_number + kind) as from_vertex,
        max(8 * line_number + kind) as to_vertex
    from {{ ref('int_profile__line') }}
    where is_of_its_own
    group by 1, 2
    having count(*) = 2
),

tables as (
    select
        cells.table_key,
        repeat('0', max(cells.cell_number) + 1)::bit varying as no_cell,
        repeat('0', 8 * max(cells.cell_number) + 8)::bit varying as no_vertex,
        array_agg(cells.cell_number) as cell_numbers,
        array_agg(cells.ambassadors_count) as counts,
        array_agg(coalesce(ends.from_vertex, 0)) as from_vertices,
        array_agg(coalesce(ends.to_vertex, 0)) as to_vertices,
        array_agg(cells.cell_number) filter (where cells.ambassadors_count < thresholds.count_minimum)
            as small_numbers
    from cells
    cross join {{ ref('profile_thresholds') }} as thresholds
    left join ends on cells.table_key = ends.table_key and cells.cell_number = ends.cell_number
    group by 1
),

with_small_ones as (
    select
        tables.*,
        small.cells as small
    from tables
    cross join
        lateral (
            select bit_or(set_bit(tables.no_cell, cell.cell_number, 1))::bit varying as cells
            from unnest(tables.small_numbers) as cell (cell_number)
        ) as small
    where small.cells is not null
)

select * from with_small_ones
