{%- set feeds = [
    ('platform', 'activities', ref('stg_platform__activities')),
    ('platform', 'activity_feedback', ref('stg_platform__activity_feedback')),
    ('platform', 'ambassadors', ref('stg_platform__ambassadors')),
    ('platform', 'commentaries', ref('stg_platform__commentaries')),
    ('platform', 'hubs', ref('stg_platform__hubs')),
    ('platform', 'organisations', ref('stg_platform__organisations')),
    ('platform', 'requests', ref('stg_platform__requests')),
    ('cpd', 'bookings', ref('stg_cpd__bookings')),
    ('cpd', 'event_feedback', ref('stg_cpd__event_feedback')),
    ('cpd', 'events', ref('stg_cpd__events')),
    ('cpd', 'maturity', ref('stg_cpd__maturity')),
    ('cpd', 'outcomes', ref('stg_cpd__outcomes')),
    ('cpd', 'participants', ref('stg_cpd__participants')),
    ('cpd', 'partnership_schools', ref('stg_cpd__partnership_schools')),
    ('cpd', 'partnerships', ref('stg_cpd__partnerships')),
    ('cpd', 'subject_ratings', ref('stg_cpd__subject_ratings')),
    ('reference', 'benchmarks', ref('stg_reference__benchmarks')),
    ('reference', 'ofsted_inspections', ref('stg_reference__ofsted_inspections')),
    ('survey', 'online', ref('stg_survey__online')),
] -%}
-- Each pair of a category column's value and its companion's text, once: there are thousands, not millions.
-- Occupations are there whether or not the index has come: what cannot be coded yet is unresolved.
with reported as (
    select
        null::text as taxonomy,
        null::text as reported_value,
        null::text as reported_companion,
        null::bigint as rows_count,
        null::date as first_seen_on
    where false
    {%- for family, feed, relation in feeds %}
    {%- for column in resolved_columns(family, feed) %}
    union all
    select
        '{{ column.taxonomy }}' as taxonomy,
        coalesce({{ column.name }}, '') as reported_value,
        {% if column.companion %}coalesce({{ column.companion }}, ''){% else %}''::text{% endif %} as reported_companion,
        count(*) as rows_count,
        min(_file_date) as first_seen_on
    from {{ relation }}
    group by 2, 3
    {%- endfor %}
    {%- endfor %}
),

lists as (
    select taxonomy
    from {{ ref('taxonomy') }}
    group by taxonomy
    union all
    select 'occupation' as taxonomy
),

-- A column whose list nobody has written yet has nothing to be resolved into.
listed as (
    select
        reported.taxonomy,
        reported.reported_value,
        reported.reported_companion,
        sum(reported.rows_count)::bigint as rows_count,
        min(reported.first_seen_on) as first_seen_on
    from reported
    left join lists on reported.taxonomy = lists.taxonomy
    where lists.taxonomy is not null
    group by 1, 2, 3
)

select * from listed
