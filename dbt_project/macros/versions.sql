{#- The feed a base model is of, by the model's folder and name. -#}
{% macro own_family() %}{{ return(model.fqn[2]) }}{% endmacro %}

{% macro own_feed() %}{{ return(model.name.split('__')[1]) }}{% endmacro %}


{#- A base model and what it makes of its columns: when contract or casting change, everything is due again. -#}
{% macro watermark_name() -%}
    {%- set columns = trimmed_columns(own_family(), own_feed(), true) ~ typed_columns(own_family(), own_feed(), true)
        ~ trimmed_columns(own_family(), own_feed()) ~ typed_columns(own_family(), own_feed()) -%}
    {{ model.name }} {{ local_md5(columns)[:12] }}
{%- endmacro %}


{#- Which of a feed's contents a base model must take in: all, or those dated since it last did. -#}
{% macro is_due(family, feed) -%}
    family = '{{ family }}' and feed = '{{ feed }}'
    {%- if model.config.materialized == 'incremental' %}
    and newest_ledger_id <= coalesce(nullif(current_setting('warehouse.up_to', true), '')::bigint, newest_ledger_id)
    {%- endif %}
    {%- if is_incremental() %}
    and newest_ledger_id > (
        select coalesce(max(ledger_id), 0) from {{ source('ops', 'staging_watermark') }}
        where relation = '{{ watermark_name() }}'
    )
    {%- endif -%}
{%- endmacro %}


{#- Before a base model: how far its feed's loads go. Its statements must agree on that, whatever loads meanwhile.
    Only loads of one feed end in the order of their numbers: those of other feeds say nothing about it.
    The planner takes the contents that are due for one; it must not loop over them for each row. -#}
{% macro fix_watermark() -%}
    select
        set_config('warehouse.up_to', coalesce(max(load_id), 0)::text, true),
        set_config('work_mem', '128MB', true),
        set_config('enable_nestloop', 'off', true)
    from {{ source('ops', 'ledger') }}
    where family = '{{ own_family() }}' and feed = '{{ own_feed() }}'
{%- endmacro %}


{#- After it, in the same transaction: it has taken in its feed's loads that far. -#}
{% macro write_watermark() -%}
    with outdated as (
        delete from {{ source('ops', 'staging_watermark') }}
        where relation like '{{ model.name }} %' and relation <> '{{ watermark_name() }}'
    )

    insert into {{ source('ops', 'staging_watermark') }} (relation, ledger_id)
    values ('{{ watermark_name() }}', current_setting('warehouse.up_to')::bigint)
    on conflict (relation) do update set ledger_id = excluded.ledger_id
{%- endmacro %}


{#- Once it has grown by a fifth: the planner must not wait for autovacuum to know of a first load. -#}
{% macro analyze_when_grown() -%}
    do $$
    begin
        if exists (
            select from pg_class
            where
                oid = '{{ this }}'::regclass
                and pg_relation_size(oid) / current_setting('block_size')::integer > 1.2 * relpages
        ) or not exists (
            select from pg_stats where schemaname = '{{ this.schema }}' and tablename = '{{ this.identifier }}'
        ) then
            analyze {{ this }};
        end if;
    end
    $$
{%- endmacro %}


{#- The cells of a feed's columns, trimmed: all of them, or those that are (not) personal data. -#}
{% macro trimmed_columns(family, feed, pii=false) -%}
    {%- for column in columns_of(family, feed, pii) %}
        {{ trimmed('received.' ~ column.name, column.meta.get('missing_values', [])) }} as {{ column.name }},
    {%- endfor %}
{%- endmacro %}


{#- The same columns in their types. Of a tombstone only key and times count: no rule was checked on the rest. -#}
{% macro typed_columns(family, feed, pii=false) -%}
    {%- set feed_meta = contract(family, feed).meta -%}
    {%- set kept = feed_meta.primary_key | list + ['updated_at', 'deleted_at'] -%}
    {%- for column in columns_of(family, feed, pii) %}
        {%- set sql = typed(
            column.name, column.meta.type, column.meta.get('formats', []), column.meta.get('is_percentage', false)
        ) -%}
        {%- if 'default' in column.meta -%}
            {%- set sql = "coalesce(" ~ sql ~ ", " ~ typed("'" ~ column.meta.default ~ "'", column.meta.type) ~ ")" -%}
        {%- endif -%}
        {%- if feed_meta.get('has_tombstones') and column.name not in kept -%}
            {%- set sql = "case when deleted_at is null then " ~ sql ~ " end" -%}
        {%- endif %}
        {{ sql }} as {{ column.name }},
    {%- endfor %}
{%- endmacro %}


{#- A feed's columns: key and times always, the others as asked for. -#}
{% macro columns_of(family, feed, pii=false) %}
    {%- set feed_contract = contract(family, feed) -%}
    {%- set kept = feed_contract.meta.primary_key | list + ['updated_at', 'deleted_at'] -%}
    {%- set chosen = [] -%}
    {%- for column in feed_contract.columns.values() -%}
        {%- if column.name in kept or column.meta.get('pii', false) == pii -%}
            {%- do chosen.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(chosen) }}
{% endmacro %}


{#- What decides between two versions of a key, first things first; no two versions are equal in all of it. -#}
{% macro version_order(family, feed) %}
    {%- set order = ['_file_date', '_part_order', '_record_number', '_load_id'] -%}
    {{ return((['updated_at'] if 'updated_at' in contract(family, feed).columns else []) + order) }}
{% endmacro %}


{#- Order by: newest version first. -#}
{% macro newest_first(family, feed) -%}
    {%- for column in version_order(family, feed) %}{{ column }} desc{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}


{#- A key's cell as it stands in a quarantined record; null where it can't be read, which is no key. -#}
{% macro quarantined_key(column, type) -%}
    {%- set cell = trimmed("record ->> '" ~ column ~ "'") -%}
    {%- if type == 'integer' -%}
        case
            when pg_input_is_valid(replace({{ cell }}, ',', ''), 'bigint')
                then {{ typed(cell, 'integer') }}
        end
    {%- elif type == 'date' -%}
        case when {{ cell }} like '____-__-__' and pg_input_is_valid({{ cell }}, 'date') then {{ cell }}::date end
    {%- else -%}
        {{ cell }}
    {%- endif -%}
{%- endmacro %}
