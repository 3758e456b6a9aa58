{#- A relation has the rows of what it is made from: none lost and none multiplied by a look-up. -#}
{% test as_many_rows_as(model, source, key, source_key=none, without=none) %}
with made as (
    select
        {{ key }} as row_key,
        count(*) as rows_count
    from {{ model }}
    {%- if without is not none %}
    where {{ key }} <> '{{ without }}'
    {%- endif %}
    group by 1
),

given as (
    select
        {{ source_key or key }} as row_key,
        count(*) as rows_count
    from {{ source }}
    {%- if without is not none %}
    where {{ source_key or key }} <> '{{ without }}'
    {%- endif %}
    group by 1
)

select
    coalesce(given.row_key, made.row_key) as row_id,
    given.rows_count as given_count,
    made.rows_count as made_count
from given
full join made on given.row_key = made.row_key
where given.rows_count is distinct from made.rows_count
{% endtest %}
