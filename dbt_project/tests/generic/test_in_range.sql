{#- Values from the minimum to the maximum; a column that is not required may be null. -#}
{% test in_range(model, columns, minimum, maximum=none, is_required=false) %}
select *
from {{ model }}
where
{%- for column in columns %}
    {{ 'or ' if not loop.first }}{{ column }} < {{ minimum }}
    {%- if maximum is not none %}
    or {{ column }} > {{ maximum }}
    {%- endif %}
    {%- if is_required %}
    or {{ column }} is null
    {%- endif %}
{%- endfor %}
{% endtest %}
