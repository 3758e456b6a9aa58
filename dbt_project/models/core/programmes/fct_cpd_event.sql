with events as (
    select * from {{ ref('stg_cpd__events') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

described as (
    select
        events.event_id,
        coalesce(programmes.programme_id, 'unknown') as programme_id,
        case when events.partnership_id is not null then coalesce(partnerships.partnership_id, 'unknown') end
            as partnership_id,
        events.course_title,
        event_types.raw as event_type_raw,
        event_types.category as event_type,
        event_types.method as event_type_method,
        subjects.raw as subject_raw,
        subjects.category as subject,
        subjects.method as subject_method,
        formats.raw as format_raw,
        formats.category as format,
        formats.method as format_method,
        statuses.raw as status_raw,
        statuses.category as status,
        statuses.method as status_method,
        events.venue,
        events.hours as event_hours,
        events.capacity,
        coalesce(event_types.category = 'CPD', false) as is_cpd,
        coalesce(event_types.category = 'Community', false) as is_community,
        coalesce(statuses.category = 'Delivered', false) as is_delivered,
        events.starts_on,
        events.ends_on,
        events.updated_at
    from events
    left join programmes on events.programme_id = programmes.programme_id
    left join partnerships on events.partnership_id = partnerships.partnership_id
    left join resolved as event_types
        on
            event_types.taxonomy = 'event_type'
            and coalesce(events.event_type, '') = event_types.reported_value
    left join resolved as subjects
        on
            subjects.taxonomy = 'subject'
            and coalesce(events.subject, '') = subjects.reported_value
            and coalesce(events.subject_other, '') = subjects.reported_companion
    left join resolved as formats
        on
            formats.taxonomy = 'format'
            and coalesce(events.format, '') = formats.reported_value
    left join resolved as statuses
        on
            statuses.taxonomy = 'events.status'
            and coalesce(events.status, '') = statuses.reported_value
)

select * from described
