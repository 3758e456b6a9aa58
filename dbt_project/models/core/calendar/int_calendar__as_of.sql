-- Before the platform's first file, the newest file of any family tells the day.
with ledger as (
    select * from {{ source('ops', 'ledger') }}
    where status <> 'rejected'
),

as_of as (
    select
        coalesce(
            {% if var('as_of') is not none %}'{{ var("as_of") }}'::date,{% endif %}
            max(file_date) filter (where family = 'platform'),
            max(file_date)
        ) as as_of_on
    from ledger
)

select * from as_of
