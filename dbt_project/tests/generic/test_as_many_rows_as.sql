{#- A relation has the rows of what it is made from: none lost and none multiplied by a look-up. -#}
{% test as_many_rows_as(model, source, key, without='') %}
with made as (
    select
        {{ key }} as row_id,
        count(*) as made_count
    from {{ model }}
    where {{ key }} <> '{{ without }}'
    group by 1
),

given as (
    select
        {{ key }} as row_id,
        count(*) as given_count
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
