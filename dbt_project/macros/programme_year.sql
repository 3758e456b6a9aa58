{#- First day of the programme year that a day lies in. -#}
{% macro programme_year_start(day) -%}
    {%- set months = var('programme_year_start_month') - 1 -%}
    (date_trunc('year', {{ day }} - interval '{{ months }} months') + interval '{{ months }} months')::date
{%- endmacro %}


{#- Name of the programme year that begins on a day, such as 2020/21. -#}
{% macro programme_year_name(starts_on) -%}
    to_char({{ starts_on }}, 'YYYY') || '/' || to_char({{ starts_on }} + interval '1 year', 'YY')
{%- endmacro %}
