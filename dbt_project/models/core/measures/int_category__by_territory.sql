{%- set feeds = [
    'activities', 'organisations', 'activity_feedback', 'requests', 'events', 'event_feedback', 'participants',
] -%}
-- An organisation has no day of its own: its type counts with each activity. Courses belong to no hub.
with signatures as (
    select * from {{ ref('int_category__signature') }}
),

hours as (
    select * from {{ ref('int_activity__hours') }}
),

activities as (
    select
        facts.activity_id,
        facts.organisation_id,
        facts.territory_key,
        facts.starts_on,
        case when facts.is_completed then hours.volunteer_hours end as hours
    from {{ ref('fct_activity') }} as facts
    left join hours on facts.activity_id = hours.activity_id
),

activities_records as (
    select
        activity_id as record_key,
        territory_key,
        starts_on as day_on,
        hours
    from activities
),

organisations_records as (
    select
        organisation_id as record_key,
        territory_key,
        starts_on as day_on,
        hours
    from activities
),

activity_feedback_records as (
    select
        feedback.feedback_id as record_key,
        activities.territory_key,
        activities.starts_on as day_on,
        null::numeric as hours
    from {{ ref('fct_activity_feedback') }} as feedback
    inner join activities on feedback.activity_id = activities.activity_id
),

requests_records as (
    select
        request_id as record_key,
        territory_key,
        requested_on as day_on,
        null::numeric as hours
    from {{ ref('fct_request') }}
),

events_records as (
    select
        event_id as record_key,
        0 as territory_key,
        starts_on as day_on,
        null::numeric as hours
    from {{ ref('stg_cpd__events') }}
),

event_feedback_records as (
    select
        feedback_id as record_key,
        0 as territory_key,
        (submitted_at at time zone 'Europe/London')::date as day_on,
        null::numeric as hours
    from {{ ref('stg_cpd__event_feedback') }}
),

participants_records as (
    select
        participant_key as record_key,
        0 as territory_key,
        registered_on as day_on,
        null::numeric as hours
    from {{ ref('stg_cpd__participants') }}
),

by_territory as (
    {% for feed in feeds %}
    select
        '{{ feed }}' as feed,
        records.territory_key,
        date_trunc('month', records.day_on::timestamp)::date as month_on,
        signatures.signature,
        count(*) as rows_count,
        sum(records.hours) as hours
    from {{ feed }}_records as records
    inner join signatures on records.record_key = signatures.record_key
    where signatures.feed = '{{ feed }}'
    group by 2, 3, 4
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from by_territory
