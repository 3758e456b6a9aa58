{#- A list's categories in their order, and the two members for what was not found and what was not said. -#}
{% macro category_members(taxonomy, column) -%}
    select
        category as {{ column }},
        position
    from {{ ref('taxonomy') }}
    where taxonomy = '{{ taxonomy }}'
    union all
    select
        'Unresolved',
        98
    union all
    select
        'Not stated',
        99
{%- endmacro %}
