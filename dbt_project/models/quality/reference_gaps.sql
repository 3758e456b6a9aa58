{{ config(materialized='table') }}

-- Written from extract/contracts by `make contracts`: declare a foreign key there.
with gaps as (
    {{ gaps_of('cpd', 'bookings', 'event_id', 'cpd', 'events', 'event_id') }}
    union all
    {{ gaps_of('cpd', 'bookings', 'participant_id', 'cpd', 'participants', 'participant_id') }}
    union all
    {{ gaps_of('cpd', 'event_feedback', 'event_id', 'cpd', 'events', 'event_id') }}
    union all
    {{ gaps_of('cpd', 'events', 'programme_id', 'cpd', 'programmes', 'programme_id') }}
    union all
    {{ gaps_of('cpd', 'events', 'partnership_id', 'cpd', 'partnerships', 'partnership_id') }}
    union all
    {{ gaps_of('cpd', 'maturity', 'programme_id', 'cpd', 'programmes', 'programme_id') }}
    union all
    {{ gaps_of('cpd', 'maturity', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('cpd', 'outcomes', 'programme_id', 'cpd', 'programmes', 'programme_id') }}
    union all
    {{ gaps_of('cpd', 'outcomes', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('cpd', 'outcomes', 'partnership_id', 'cpd', 'partnerships', 'partnership_id') }}
    union all
    {{ gaps_of('cpd', 'participants', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('cpd', 'partnership_schools', 'partnership_id', 'cpd', 'partnerships', 'partnership_id') }}
    union all
    {{ gaps_of('cpd', 'partnership_schools', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('cpd', 'partnerships', 'programme_id', 'cpd', 'programmes', 'programme_id') }}
    union all
    {{ gaps_of('cpd', 'partnerships', 'lead_urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('cpd', 'subject_ratings', 'programme_id', 'cpd', 'programmes', 'programme_id') }}
    union all
    {{ gaps_of('cpd', 'subject_ratings', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('platform', 'activities', 'request_id', 'platform', 'requests', 'request_id') }}
    union all
    {{ gaps_of('platform', 'activities', 'organisation_id', 'platform', 'organisations', 'organisation_id') }}
    union all
    {{ gaps_of('platform', 'activity_feedback', 'activity_id', 'platform', 'activities', 'activity_id') }}
    union all
    {{ gaps_of('platform', 'activity_feedback', 'ambassador_id', 'platform', 'ambassadors', 'ambassador_id') }}
    union all
    {{ gaps_of('platform', 'ambassadors', 'hub_id', 'platform', 'hubs', 'hub_id') }}
    union all
    {{ gaps_of('platform', 'commentaries', 'hub_id', 'platform', 'hubs', 'hub_id') }}
    union all
    {{ gaps_of('platform', 'hub_areas', 'hub_id', 'platform', 'hubs', 'hub_id') }}
    union all
    {{ gaps_of('platform', 'hubs', 'successor_hub_id', 'platform', 'hubs', 'hub_id') }}
    union all
    {{ gaps_of('platform', 'organisations', 'hub_id', 'platform', 'hubs', 'hub_id') }}
    union all
    {{ gaps_of('platform', 'organisations', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('platform', 'requests', 'organisation_id', 'platform', 'organisations', 'organisation_id') }}
    union all
    {{ gaps_of('platform', 'targets', 'hub_id', 'platform', 'hubs', 'hub_id') }}
    union all
    {{ gaps_of('platform', 'volunteering', 'activity_id', 'platform', 'activities', 'activity_id') }}
    union all
    {{ gaps_of('platform', 'volunteering', 'ambassador_id', 'platform', 'ambassadors', 'ambassador_id') }}
    union all
    {{ gaps_of('reference', 'gias_links', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('reference', 'ofsted_inspections', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('reference', 'priority_schools', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('survey', 'online', 'school_urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of('survey', 'online', 'partnership', 'cpd', 'partnerships', 'partnership_name', is_folded=true) }}
    union all
    {{ gaps_of('survey', 'paper_counts', 'partnership_id', 'cpd', 'partnerships', 'partnership_id') }}
    union all
    {{ gaps_of('survey', 'paper_counts', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of(
        'survey', 'paper_counts', 'survey, question_code', 'survey', 'questions', 'survey, question_code', is_folded=true
    ) }}
    union all
    {{ gaps_of('survey', 'paper_percentages', 'partnership_id', 'cpd', 'partnerships', 'partnership_id') }}
    union all
    {{ gaps_of('survey', 'paper_percentages', 'urn', 'reference', 'gias', 'urn') }}
    union all
    {{ gaps_of(
        'survey', 'paper_percentages', 'survey, question_code', 'survey', 'questions', 'survey, question_code', is_folded=true
    ) }}
)

select * from gaps
