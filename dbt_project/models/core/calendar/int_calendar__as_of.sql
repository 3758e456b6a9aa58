-- Before the platform's first file, the newest file of any family tells the day.
with ledger as (
    select * from {{ source('ops', 'ledger') }}
    where status <> 'rejected'
),

as_of as (
    {% if var('as_of') is none -%}
    select coalesce(max(file_date) filter (where family = 'platform'), max(file_date)) as as_of_on
    from ledger
    {%- else -%}
    select '{{ var("as_of") }}'::date as as_of_on
    {%- endif %}
)

select * from as_of
