{{ config(schema='core') }}
{#- A mart joins by its name; figures of marts that are not named have no row. Of marts by place and period only the
    rows that a figure can mean are turned into JSON. -#}
{%- set by_place = [
    'kpi_activity_mix',
    'kpi_ambassadors',
    'kpi_reach',
    'kpi_reporting_lag',
    'kpi_satisfaction',
    'kpi_volunteer_hours',
    'kpi_young_people',
] -%}
{%- set by_themselves = [
    'kpi_cpd_events',
    'kpi_cpd_feedback',
    'kpi_cpd_feedback_reasons',
    'kpi_cpd_participants',
    'kpi_ofsted_movement',
    'kpi_outcome_dosage',
    'kpi_programme_outcomes',
    'kpi_programme_summary',
    'kpi_school_journey',
    'kpi_stem_maturity',
    'kpi_subject_ratings',
    'kpi_survey_answers',
    'kpi_survey_change',
    'kpi_survey_response',
] -%}
{%- set marts = by_place + by_themselves -%}
with figures as (
    select
        figure_id,
        mart,
        dimensions,
        split_part("column", ':', 1) as column_name,
        split_part("column", ':', 2) as suffix,
        coalesce(dimensions ->> 'period', dimensions ->> 'programme_year', '') as period
    from {{ ref('published_figures') }}
),

members as (
    select * from {{ ref('published_figure_members') }}
),

marts as (
    {% for mart in marts %}
    select '{{ mart }}' as mart
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

mart_rows as (
    {% for mart in marts %}
    select
        '{{ mart }}' as mart,
        to_jsonb(mart_row) as cells
    from {{ ref(mart) }} as mart_row
    {% if mart in by_place %}
    where mart_row.hub_basis = 'as_was' and mart_row.period in (select period from figures)
    {% endif %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- A programme year, or the years that a report names, are a period of that type in most marts.
candidates as (
    select
        figures.figure_id,
        figures.suffix,
        figures.column_name,
        mart_rows.cells,
        case
            when not mart_rows.cells ? 'period' then figures.dimensions
            when figures.dimensions ? 'programme_year'
                then figures.dimensions - 'programme_year' || '{"period_type": "programme_year"}'
            when figures.period like '____-____'
                then figures.dimensions || '{"period_type": "all"}'
            else figures.dimensions
        end as dimensions
    from figures
    inner join mart_rows
        on
            figures.mart = mart_rows.mart
            and figures.period
            = coalesce(mart_rows.cells ->> 'period', mart_rows.cells ->> 'programme_year', '')
),

matched as (
    select
        candidates.figure_id,
        candidates.cells ->> candidates.column_name as cell
    from candidates
    where
        not exists (
            select wanted.key
            from jsonb_each_text(candidates.dimensions) as wanted
            where lower(candidates.cells ->> wanted.key) is distinct from lower(wanted.value)
        )
        and not exists (
            select members.dimension
            from members
            where members.suffix = candidates.suffix
            group by members.dimension
            having bool_and(candidates.cells ->> members.dimension is distinct from members.member)
        )
),

looked_for as (
    select
        figures.figure_id,
        matched.cell,
        matched.figure_id is not null as is_found
    from figures
    inner join marts on figures.mart = marts.mart
    left join matched on figures.figure_id = matched.figure_id
)

select * from looked_for
