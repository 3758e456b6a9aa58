-- From a funder's first term with anything to tell, every measure has a row: nothing done is told as 0.
with measured as (
    select * from {{ ref('int_funder__measured') }}
),

measures as (
    select * from {{ ref('funder_report_measures') }}
),

terms as (
    select * from {{ ref('int_funder__term') }}
),

funders as (
    select
        funder,
        min(term_number) as first_term
    from measured
    group by 1
),

filled as (
    select
        funders.funder,
        terms.term,
        measures.theme,
        measures.measure,
        measures.position,
        coalesce(measured.measured, 0) as value,
        terms.starts_on,
        terms.is_provisional
    from funders
    inner join terms on funders.first_term <= terms.term_number
    cross join measures
    left join measured
        on
            funders.funder = measured.funder
            and terms.term_number = measured.term_number
            and measures.theme = measured.theme
            and measures.measure = measured.measure
),

report as (
    select
        funder,
        term,
        theme,
        measure,
        position,
        value,
        lag(value) over (partition by funder, theme, measure order by starts_on) as previous_value,
        is_provisional,
        starts_on as term_starts_on
    from filled
)

select * from report
