{#- The values of a feed's foreign key that name no row of the feed it points to; of personal ones, how many.
    A key of several columns is written with commas. -#}
{% macro gaps_of(
    family, feed, columns, parent_family, parent_feed, parent_columns, personal=false, is_folded=false
) -%}
    {%- set names = columns.split(', ') -%}
    {%- set values = [] -%}
    {%- for name in names -%}
        {%- do values.append('referring.' ~ name) -%}
    {%- endfor %}
    select
        '{{ family }}' as family,
        '{{ feed }}' as feed,
        '{{ columns }}' as column_name,
        '{{ parent_family }}.{{ parent_feed }}' as missing_from,
        {{ 'null' if personal else values | join(" || ' / ' || ") }}::text as missing_value,
        count(*) as rows_count,
        min(referring._file_date) as first_seen_on
    from {{ ref('stg_' ~ family ~ '__' ~ feed) }} as referring
    where {{ refers_to_nothing(names, ref('stg_' ~ parent_family ~ '__' ~ parent_feed), parent_columns.split(', '), is_folded) }}
    group by 1, 2, 3, 4, 5
    having count(*) > 0
{%- endmacro %}


{#- Whether a row, called `referring`, has a whole key that names no row of a relation. -#}
{% macro refers_to_nothing(columns, parent, parent_columns, is_folded) -%}
        {%- for column in columns %}
        {{ 'and ' if not loop.first }}referring.{{ column }} is not null
        {%- endfor %}
        and not exists (
            select from {{ parent }} as referred
            where
                {%- for column in columns %}
                {%- set parent_column = 'referred.' ~ parent_columns[loop.index0] %}
                {%- set column = 'referring.' ~ column %}
                {{ 'and ' if not loop.first -}}
                {{ letters_only(parent_column) if is_folded else parent_column }} = {{ letters_only(column) if is_folded else column }}
                {%- endfor %}
        )
{%- endmacro %}


{#- A name by which two spellings of it are one: its letters and digits, in small letters. -#}
{% macro letters_only(name) -%}
    regexp_replace(lower({{ name }}), '[^[:alnum:]]+', '', 'g')
{%- endmacro %}
