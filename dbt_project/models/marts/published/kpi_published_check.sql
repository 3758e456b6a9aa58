with figures as (
    select
        *,
        split_part("column", ':', 2) as suffix,
        case when decimals <> 'text' then published_value::numeric end as published_number,
        case when decimals <> 'text' then 0.5 * power(10::numeric, -decimals::int) end as half_unit
    from {{ ref('published_figures') }}
),

slips as (
    select * from {{ ref('published_figure_slips') }}
),

cells as (
    select
        found.figure_id,
        found.cell,
        found.is_found,
        case when figures.decimals <> 'text' then found.cell::numeric end as cell_number
    from {{ ref('int_published__cell') }} as found
    inner join figures on found.figure_id = figures.figure_id
),

looked_up as (
    select
        figure_id,
        count(*) filter (where is_found) as rows_count,
        case when count(distinct cell) = 1 and count(cell) = count(*) then max(cell) end as cell,
        min(cell_number) as least,
        max(cell_number) as greatest,
        sum(cell_number) as total
    from cells
    group by figure_id
),

computed as (
    select
        figures.*,
        slips.meant_value,
        0.5 * power(10::numeric, -slips.meant_decimals) as meant_half_unit,
        looked_up.rows_count,
        case
            when figures.suffix = '' then looked_up.cell
            when figures.suffix like 'min%' then looked_up.least::text
            when figures.suffix like 'max%' then looked_up.greatest::text
            when figures.suffix <> '' then looked_up.total::text
        end as computed_value
    from figures
    left join looked_up on figures.figure_id = looked_up.figure_id
    left join slips on figures.figure_id = slips.figure_id
),

compared as (
    select
        *,
        case when decimals <> 'text' then computed_value::numeric end as computed_number
    from computed
),

checked as (
    select
        figure_id,
        report,
        where_printed,
        published_value,
        computed_value,
        computed_number - published_number as difference,
        case
            when rows_count is null then null
            when computed_value is null then false
            when decimals = 'text' then lower(computed_value) = lower(published_value)
            when suffix like '%>' then computed_number > published_number
            when suffix like '%>=' then computed_number >= published_number
            else
                abs(computed_number - published_number) <= half_unit
                or coalesce(abs(computed_number - meant_value) <= meant_half_unit, false)
        end as agrees,
        nullif(
            concat_ws(
                '; ',
                note,
                case
                    when rows_count is null then mart || ' is not built yet'
                    when rows_count = 0 then mart || ' has no such row'
                    when suffix = '' and rows_count > 1 and computed_value is null
                        then mart || ' has ' || rows_count || ' such rows'
                    when computed_value is null then mart || ' has no such value'
                end
            ), ''
        ) as note
    from compared
)

select * from checked
