{#- What readers see is built aside, in a candidate schema that a release renames. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set schema = (custom_schema_name or target.schema) | trim -%}
    {%- if schema in ('core', 'marts', 'quality') -%}
        {{ schema }}_candidate
    {%- else -%}
        {{ schema }}
    {%- endif -%}
{%- endmacro %}
