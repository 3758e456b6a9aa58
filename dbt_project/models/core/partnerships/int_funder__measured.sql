-- Under one funder, term and theme nothing counts twice, in however many partnerships it was.
with items as (
    select * from {{ ref('int_funder__volunteered') }}
    union all
    select * from {{ ref('int_funder__trained') }}
    union all
    select * from {{ ref('int_funder__achieved') }}
),

terms as (
    select * from {{ ref('int_funder__term') }}
),

once as (
    select
        items.funder,
        terms.term_number,
        items.theme,
        items.measure,
        items.item,
        max(items.quantity) as quantity
    from items
    inner join terms on items.happened_on between terms.starts_on and terms.ends_on
    group by 1, 2, 3, 4, 5
),

measured as (
    select
        funder,
        term_number,
        theme,
        measure,
        sum(quantity) as measured
    from once
    group by 1, 2, 3, 4
)

select * from measured
