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
    {%- for column in category_columns('platform', feed) %}
    union
    select
        '{{ column.taxonomy }}' as taxonomy,
        coalesce({{ column.name }}, '') as reported_value,
        {% if column.companion %}coalesce({{ column.companion }}, ''){% else %}''::text{% endif %} as reported_companion
    from {{ relation }}
    group by 2, 3
    {%- endfor %}
    {%- endfor %}
)

select * from reported
