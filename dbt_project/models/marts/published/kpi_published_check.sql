{#- A mart joins by its name; figures of marts that are not named have no computed value. -#}
{%- set marts = [
    'kpi_ambassadors',
    'kpi_reach',
    'kpi_reporting_lag',
    'kpi_volunteer_hours',
    'kpi_young_people',
] -%}
with figures as (
    select
        *,
        split_part("column", ':', 1) as column_name,
        split_part("column", ':', 2) as suffix,
        coalesce(dimensions ->> 'period', dimensions ->> 'programme_year', '') as period,
        case when decimals <> 'text' then published_value::numeric end as published_number,
        case when decimals <> 'text' then 0.5 * power(10::numeric, -decimals::int) end as half_unit
    from {{ ref('published_figures') }}
),

members as (
    select * from {{ ref('published_figure_members') }}
),

slips as (
    select * from {{ ref('published_figure_slips') }}
),

mart_rows as (
{%- for mart in marts %}
    select
        '{{ mart }}' as mart,
        to_jsonb(m) as cells
    from {{ ref(mart) }} as m
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}
),

matched as (
    select
        figures.figure_id,
        figures.suffix,
        mart_rows.cells ->> figures.column_name as cell
    from figures
    inner join mart_rows
        on
            figures.mart = mart_rows.mart
            and figures.period
            = coalesce(mart_rows.cells ->> 'period', mart_rows.cells ->> 'programme_year', '')
    where
        coalesce(mart_rows.cells ->> 'hub_basis', 'as_was') = 'as_was'
        and not exists (
            select wanted.key
            from jsonb_each_text(
                case
                    when not mart_rows.cells ? 'period' then figures.dimensions
                    when figures.dimensions ? 'programme_year'
                        then
                            figures.dimensions - 'programme_year'
                            || '{"period_type": "programme_year"}'
                    when figures.period like '____-____'
                        then figures.dimensions || '{"period_type": "all"}'
                    else figures.dimensions
                end
            ) as wanted
            where lower(mart_rows.cells ->> wanted.key) is distinct from lower(wanted.value)
        )
        and not exists (
            select members.dimension
            from members
            where members.suffix = figures.suffix
            group by members.dimension
            having
                bool_and(
                    lower(mart_rows.cells ->> members.dimension)
                    is distinct from lower(members.member)
                )
        )
),

looked_up as (
    select
        figure_id,
        count(*) as rows_count,
        case
            when suffix = '' and count(*) = 1 then max(cell)
            when suffix like 'min\_%' then min(cell::numeric) filter (where suffix <> '')::text
            when suffix like 'max\_%' then max(cell::numeric) filter (where suffix <> '')::text
            when suffix <> '' then sum(cell::numeric) filter (where suffix <> '')::text
        end as computed_value
    from matched
    group by figure_id, suffix
),

compared as (
    select
        figures.*,
        looked_up.computed_value,
        looked_up.rows_count,
        slips.meant_value,
        0.5 * power(10::numeric, -slips.meant_decimals) as meant_half_unit,
        case when figures.decimals <> 'text' then looked_up.computed_value::numeric end
            as computed_number,
        figures.mart in ('{{ marts | join("', '") }}') as is_built
    from figures
    left join looked_up on figures.figure_id = looked_up.figure_id
    left join slips on figures.figure_id = slips.figure_id
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
            when not is_built then null
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
                    when not is_built then mart || ' is not built yet'
                    when rows_count is null then mart || ' has no such row'
                    when suffix = '' and rows_count > 1
                        then mart || ' has ' || rows_count || ' such rows'
                end
            ), ''
        ) as note
    from compared
)

select * from checked
