{%- set feeds = [
    ('platform', 'activities', ref('stg_platform__activities'), 'activity_id', false),
    ('platform', 'activity_feedback', ref('stg_platform__activity_feedback'), 'feedback_id', false),
    ('platform', 'ambassadors', ref('stg_platform__ambassadors'), 'ambassador_key', true),
    ('platform', 'commentaries', ref('stg_platform__commentaries'), "concat_ws(' ', hub_id, kpi_code, month)", false),
    ('platform', 'hubs', ref('stg_platform__hubs'), 'hub_id', false),
    ('platform', 'organisations', ref('stg_platform__organisations'), 'organisation_id', false),
    ('platform', 'requests', ref('stg_platform__requests'), 'request_id', false),
    ('cpd', 'bookings', ref('stg_cpd__bookings'), 'booking_id', false),
    ('cpd', 'event_feedback', ref('stg_cpd__event_feedback'), 'feedback_id', false),
    ('cpd', 'events', ref('stg_cpd__events'), 'event_id', false),
    ('cpd', 'maturity', ref('stg_cpd__maturity'), "concat_ws(' ', programme_id, urn, point, aspect)", false),
    ('cpd', 'outcomes', ref('stg_cpd__outcomes'), 'outcome_id', false),
    ('cpd', 'participants', ref('stg_cpd__participants'), 'participant_key', true),
    ('cpd', 'partnership_schools', ref('stg_cpd__partnership_schools'), "concat_ws(' ', partnership_id, urn)", false),
    ('cpd', 'partnerships', ref('stg_cpd__partnerships'), 'partnership_id', false),
    (
        'cpd', 'subject_ratings', ref('stg_cpd__subject_ratings'),
        "concat_ws(' ', programme_id, urn, point, subject, criterion)", false,
    ),
    ('reference', 'benchmarks', ref('stg_reference__benchmarks'), "concat_ws(' ', characteristic, category)", false),
    ('reference', 'ofsted_inspections', ref('stg_reference__ofsted_inspections'), "concat_ws(' ', urn, inspected_on)", false),
    ('survey', 'online', ref('stg_survey__online'), 'response_id', true),
] -%}
-- A person's records are counted and weighed, never named.
with unresolved as (
    select
        spoken.taxonomy,
        spoken.reported_value,
        spoken.reported_companion,
        spoken.folded
    from {{ ref('int_category__resolved') }} as resolved
    inner join {{ ref('int_category__spoken') }} as spoken
        on
            resolved.taxonomy = spoken.taxonomy
            and resolved.reported_value = spoken.reported_value
            and resolved.reported_companion = spoken.reported_companion
    where resolved.method = 'unresolved'
),

weights as (
    select * from {{ ref('int_category__weight') }}
),

found as (
    select
        taxonomy,
        folded,
        null::text as feed,
        null::text as record_key,
        null::boolean as is_of_a_person,
        null::date as seen_on
    from unresolved
    where false
    {%- for family, feed, relation, record_key, is_of_a_person in feeds %}
    {%- for column in resolved_columns(family, feed) %}
    union all
    select
        unresolved.taxonomy,
        unresolved.folded,
        '{{ feed }}' as feed,
        {{ record_key }} as record_key,
        {{ is_of_a_person }} as is_of_a_person,
        received._file_date as seen_on
    from {{ relation }} as received
    inner join unresolved
        on
            unresolved.taxonomy = '{{ column.taxonomy }}'
            and coalesce(received.{{ column.name }}, '') = unresolved.reported_value
            and {% if column.companion %}coalesce(received.{{ column.companion }}, ''){% else %}''{% endif %}
            = unresolved.reported_companion
    {%- endfor %}
    {%- endfor %}
),

weighed as (
    select
        found.taxonomy,
        found.folded,
        found.feed,
        case when not found.is_of_a_person then found.record_key end as record_id,
        coalesce(weights.hours, 0) as hours,
        found.seen_on
    from found
    left join weights on found.feed = weights.feed and found.record_key = weights.record_key
)

select * from weighed
