{#- A relation has the rows of what it is made from: none lost and none multiplied by a look-up.
    One that is summed up has them in a column that counts them, as has its source. -#}
{% test as_many_rows_as(model, source, key, without='', counted='') %}
{%- set rows_of = 'sum(' ~ counted ~ ')' if counted else 'count(*)' -%}
with made as (
    select
        {{ key }} as row_id,
        {{ rows_of }} as made_count
    from {{ model }}
    where {{ key }} <> '{{ without }}'
    group by 1
),

given as (
    select
        {{ key }} as row_id,
        {{ rows_of }} as given_count
    from {{ source }}
    where {{ key }} <> '{{ without }}'
    group by 1
)

select
    coalesce(given.row_id, made.row_id) as row_id,
    given.given_count,
    made.made_count
from given
full join made on given.row_id = made.row_id
where given.given_count is distinct from made.made_count
{% endtest %}
