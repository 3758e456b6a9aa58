{#- A whole key of these columns names a row of another model, as far as names agree when they are folded. -#}
{% test refers(model, columns, to, fields, is_folded=false) %}
select * from {{ model }} as referring
where {{ refers_to_nothing(columns, to, fields, is_folded) }}
{% endtest %}
