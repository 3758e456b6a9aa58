{%- set feeds = {
    'activities': ref('stg_platform__activities'),
    'activity_feedback': ref('stg_platform__activity_feedback'),
    'ambassadors': ref('stg_platform__ambassadors'),
    'commentaries': ref('stg_platform__commentaries'),
    'hubs': ref('stg_platform__hubs'),
    'organisations': ref('stg_platform__organisations'),
    'requests': ref('stg_platform__requests'),
} -%}
-- Each pair of a category column's value and its companion's text, once: there are thousands, not millions.
with reported as (
    select
        null::text as taxonomy,
        null::text as reported_value,
        null::text as reported_companion
    where false
    {%- for feed, relation in feeds.items() %}
    {%- set columns = contract('platform', feed).columns %}
    {%- for column in columns.values() if column.meta.get('category') %}
    {%- set companion = column.name ~ '_other' %}
    union
    select
        '{{ column.meta.category }}',
        coalesce({{ column.name }}, ''),
        {% if companion in columns %}coalesce({{ companion }}, ''){% else %}''::text{% endif %}
    from {{ relation }}
    group by 2, 3
    {%- endfor %}
    {%- endfor %}
)

select * from reported
