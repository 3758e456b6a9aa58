{# Rounded first: the twelfth of a target can't be told exactly, and 90 % of it must still be 90. #}
{% macro rag(attainment_pct, definition) -%}
case
    when round({{ attainment_pct }}, 9) >= {{ definition }}.green_from_pct then 'green'
    when round({{ attainment_pct }}, 9) >= {{ definition }}.amber_from_pct then 'amber'
    when {{ attainment_pct }} is not null then 'red'
end
{%- endmacro %}
