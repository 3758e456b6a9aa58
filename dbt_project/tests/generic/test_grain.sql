{#- One row for each combination of the columns, none of them null. -#}
{% test grain(model, columns) %}
with counted as (
    select
        {{ columns | join(', ') }},
        count(*) as rows_count
    from {{ model }}
    group by {{ columns | join(', ') }}
)

select * from counted
where rows_count > 1{% for column in columns %} or {{ column }} is null{% endfor %}
{% endtest %}
