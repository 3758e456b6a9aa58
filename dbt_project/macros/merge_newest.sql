{#- Incremental strategy: a version replaces the one that is held unless that is newer.
    The same version comes again when its columns are made anew. -#}
{% macro get_incremental_newest_sql(arg_dict) %}
    {%- set family = own_family() -%}
    {%- set feed = own_feed() -%}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='name') | list -%}
    {%- set order = version_order(family, feed) -%}
    {%- set required = contract(family, feed).columns -%}
    set local enable_nestloop = on;
    merge into {{ arg_dict['target_relation'] }} as held
    using {{ arg_dict['temp_relation'] }} as arrived
    on {% for column in contract(family, feed).meta.primary_key -%}
        {%- if required[column].meta.get('required') -%}
            held.{{ column }} = arrived.{{ column }}
        {%- else -%}
            coalesce(held.{{ column }}, '') = coalesce(arrived.{{ column }}, '')
        {%- endif -%}
        {{ ' and ' if not loop.last }}
    {%- endfor %}
    when matched
        and (arrived.{{ order | join(', arrived.') }}) >= (held.{{ order | join(', held.') }})
        then update set {% for column in columns %}{{ column }} = arrived.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
    when not matched
        then insert ({{ columns | join(', ') }}) values (arrived.{{ columns | join(', arrived.') }})
{% endmacro %}
