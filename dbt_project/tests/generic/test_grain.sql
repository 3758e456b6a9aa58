{#- One row for each combination of the columns, none of them null but those that may be. -#}
{% test grain(model, columns, nullable=[]) %}
with counted as (
    select
        {{ columns | join(', ') }},
        count(*) as rows_count
    from {{ model }}
    group by {{ columns | join(', ') }}
)

select * from counted
where rows_count > 1{% for column in columns if column not in nullable %} or {{ column }} is null{% endfor %}
{% endtest %}
