{#- What a feed's contract says of it, as the generated sources hold it; empty while dbt parses. -#}
{% macro contract(family, feed) %}
    {%- if execute -%}
        {{ return(graph.sources['source.' ~ project_name ~ '.' ~ family ~ '.' ~ feed]) }}
    {%- endif -%}
    {{ return({'columns': {}, 'meta': {'primary_key': []}}) }}
{% endmacro %}


{#- A feed's category columns, each with the name of its taxonomy and of its companion, if it has one. -#}
{% macro category_columns(family, feed) %}
    {%- set columns = contract(family, feed).columns -%}
    {%- set found = [] -%}
    {%- for column in columns.values() if column.meta.get('category') -%}
        {%- set companion = column.name ~ '_other' -%}
        {%- do found.append({
            'name': column.name,
            'taxonomy': column.meta.category,
            'companion': companion if companion in columns else none,
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}


{#- All that is resolved into categories: the category columns, and the occupation, a free text that
    no form offers a list for. -#}
{% macro resolved_columns(family, feed) %}
    {%- set occupations = [{'name': 'occupation', 'taxonomy': 'occupation', 'companion': none}] -%}
    {%- set is_of_ambassadors = (family, feed) == ('platform', 'ambassadors') -%}
    {{ return(category_columns(family, feed) + (occupations if is_of_ambassadors else [])) }}
{% endmacro %}


{#- The columns of a return that stand in its header, quoted and with commas: a code that is one of them asks
    nothing. Survey and wave come from the file's name; the object is what the questions are gathered in. -#}
{% macro header_columns(family, feed) %}
    {%- set names = [] -%}
    {%- for column in contract(family, feed).columns.values() -%}
        {%- if column.meta.type != 'object' and column.name not in ('survey', 'wave') -%}
            {%- do names.append(column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return("'" ~ names | join("', '") ~ "'") }}
{% endmacro %}
