{#- The values of a feed's foreign key that name no row of the feed it points to; of personal ones, how many. -#}
{% macro gaps_of(family, feed, column, parent_family, parent_feed, parent_column, personal=false) -%}
    select
        '{{ family }}' as family,
        '{{ feed }}' as feed,
        '{{ column }}' as column_name,
        '{{ parent_family }}.{{ parent_feed }}' as missing_from,
        {{ 'null' if personal else 'referring.' ~ column }}::text as missing_value,
        count(*) as rows_count,
        min(referring._file_date) as first_seen_on
    from {{ ref('stg_' ~ family ~ '__' ~ feed) }} as referring
    where
        referring.{{ column }} is not null
        and not exists (
            select from {{ ref('stg_' ~ parent_family ~ '__' ~ parent_feed) }} as referred
            where referred.{{ parent_column }} = referring.{{ column }}
        )
    group by 1, 2, 3, 4, 5
    having count(*) > 0
{%- endmacro %}
