{%- set feeds = [
    ('platform', 'activities', ref('stg_platform__activities'), 'activity_id'),
    ('platform', 'activity_feedback', ref('stg_platform__activity_feedback'), 'feedback_id'),
    ('platform', 'ambassadors', ref('stg_platform__ambassadors'), 'ambassador_key'),
    ('platform', 'organisations', ref('stg_platform__organisations'), 'organisation_id'),
    ('platform', 'requests', ref('stg_platform__requests'), 'request_id'),
    ('cpd', 'event_feedback', ref('stg_cpd__event_feedback'), 'feedback_id'),
    ('cpd', 'events', ref('stg_cpd__events'), 'event_id'),
    ('cpd', 'participants', ref('stg_cpd__participants'), 'participant_key'),
] -%}
-- The feeds whose forms offer a list: those of bookings, ratings and the like are written by systems.
with outcomes as (
    select * from {{ ref('int_category__outcome') }}
),

signatures as (
    select
        null::text as feed,
        null::text as record_key,
        outcome as signature
    from outcomes
    where false
    {%- for family, feed, relation, key in feeds %}
    {%- set columns = category_columns(family, feed) %}
    union all
    select
        '{{ feed }}' as feed,
        received.{{ key }} as record_key,
        {% for column in columns -%}
        coalesce({{ column.name }}_outcomes.outcome, '-') ||
        {% endfor -%}
        '' as signature
    from {{ relation }} as received
    {%- for column in columns %}
    left join outcomes as {{ column.name }}_outcomes
        on
            {{ column.name }}_outcomes.taxonomy = '{{ column.taxonomy }}'
            and coalesce(received.{{ column.name }}, '') = {{ column.name }}_outcomes.reported_value
            and {% if column.companion %}coalesce(received.{{ column.companion }}, ''){% else %}''{% endif %}
            = {{ column.name }}_outcomes.reported_companion
    {%- endfor %}
    {%- endfor %}
)

select * from signatures
