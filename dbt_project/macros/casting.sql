{#- Every character that Unicode calls white space: the loader takes a cell of these as empty. -#}
{% macro white_space() -%}
U&' \0009\000A\000B\000C\000D\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000'
{%- endmacro %}


{#- A cell without its white space, null where it says that nothing is known. -#}
{% macro trimmed(cell, missing_values=[]) -%}
    {%- set ns = namespace(sql="nullif(btrim(" ~ cell ~ ", " ~ white_space() ~ "), '')") -%}
    {%- for value in missing_values -%}
        {%- set ns.sql = "nullif(" ~ ns.sql ~ ", '" ~ value ~ "')" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}


{#- A trimmed cell as its contract's type, whatever the session's datestyle and timezone. -#}
{% macro typed(cell, type, formats=[], is_percentage=false) -%}
    {%- if type == 'integer' -%}
        replace({{ cell }}, ',', '')::bigint
    {%- elif type == 'number' and is_percentage -%}
        btrim(rtrim({{ cell }}, '%'), {{ white_space() }})::numeric
    {%- elif type == 'number' -%}
        {{ cell }}::numeric
    {%- elif type == 'boolean' -%}
        lower({{ cell }}) in ('yes', 'true', '1')
    {%- elif type == 'date' -%}
        {{ typed_date(cell, formats) }}
    {%- elif type == 'datetime' -%}
        {{ typed_datetime(cell, formats) }}
    {%- elif type == 'object' -%}
        {{ cell }}::jsonb
    {%- else -%}
        {{ cell }}
    {%- endif -%}
{%- endmacro %}


{#- Only one format can fit a cell: they differ in where their separators stand. -#}
{% macro typed_date(cell, formats) -%}
    {%- if (formats or ['%Y-%m-%d']) | list == ['%Y-%m-%d'] -%}
        {{ cell }}::date
    {%- else -%}
        case
        {%- for format in formats %}
            when {{ cell }} like '{{ day_pattern(format) }}' then to_date({{ cell }}, '{{ day_template(format) }}')
        {%- endfor %}
        end
    {%- endif -%}
{%- endmacro %}


{#- How a day in a format such as %d/%m/%Y looks, and how the server reads it. -#}
{% macro day_pattern(format) -%}
    {{ format.replace('%Y', '____').replace('%m', '__').replace('%d', '__') }}
{%- endmacro %}

{% macro day_template(format) -%}
    {{ format.replace('%Y', 'YYYY').replace('%m', 'MM').replace('%d', 'DD') }}
{%- endmacro %}


{#- An offset is a Z, or a sign six, five or three characters before the end; without one it is London's time.
    The contract's own formats are those of a day, with or without a clock and without an offset. -#}
{% macro typed_datetime(cell, formats=[]) -%}
    case
        {%- for format in formats %}
            {%- set begin = cell if format == '%Y-%m-%d' else 'left(' ~ cell ~ ', 10)' %}
        when {{ begin }} like '{{ day_pattern(format) }}'
            then (
                to_date({{ begin }}, '{{ day_template(format) }}')
                + coalesce(nullif(replace(substr({{ cell }}, 12), ',', '.'), ''), '00:00')::time
            ) at time zone 'Europe/London'
        {%- endfor %}
        when
            right({{ cell }}, 1) in ('Z', 'z')
            or substr({{ cell }}, length({{ cell }}) - 5, 1) in ('+', '-')
            or substr({{ cell }}, length({{ cell }}) - 4, 1) in ('+', '-')
            or substr({{ cell }}, length({{ cell }}) - 2, 1) in ('+', '-')
            then replace({{ cell }}, ',', '.')::timestamptz
        else replace({{ cell }}, ',', '.')::timestamp at time zone 'Europe/London'
    end
{%- endmacro %}
