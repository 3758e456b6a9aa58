-- Hidden are counts under the minimum, and who must go with them: partners in lines of which a single
-- cell is hidden, kind by kind and from the first again after each change; then, while one still
-- follows from what is shown, whatever mends that.
with recursive tables as (
    select * from {{ ref('int_profile__table') }}
),

lines as (
    select
        table_key,
        kind,
        array_agg(cell_number) as cell_numbers,
        array_agg(line_number) as line_numbers,
        array_agg(partner_number) as partner_numbers
    from {{ ref('int_profile__line') }}
    group by 1, 2
),

steps as (
    select
        table_key,
        1 as kind,
        small as hidden
    from tables
    union all
    select
        steps.table_key,
        case
            when found.cells is null then steps.kind + 1
            when steps.kind = 1 then 2
            else 1
        end as kind,
        (steps.hidden | coalesce(found.cells, tables.no_cell))::bit varying as hidden
    from steps
    inner join tables on steps.table_key = tables.table_key
    left join lines on steps.table_key = lines.table_key and steps.kind = lines.kind
    cross join
        lateral (
            select bit_or(set_bit(tables.no_cell, alone.partner_number, 1)) as cells
            from (
                select min(line.partner_number) as partner_number
                from unnest(lines.cell_numbers, lines.line_numbers, lines.partner_numbers)
                        as line (cell_number, line_number, partner_number)
                where get_bit(steps.hidden, line.cell_number) = 1
                group by line.line_number
                having count(*) = 1
            ) as alone
            having steps.kind < 7
            union all
            select mended.cells
            from (select steps.kind) as reached
            left join lateral ({{ cell_to_mend('tables', 'steps.hidden') }}) as mended on true
            where reached.kind = 7
        ) as found
    where steps.kind < 8
),

settled as (
    select
        cells.table_key,
        cells.cell_number
    from steps
    inner join {{ ref('int_profile__by_place') }} as cells on steps.table_key = cells.table_key
    where steps.kind = 8 and get_bit(steps.hidden, cells.cell_number) = 1
)

select * from settled
