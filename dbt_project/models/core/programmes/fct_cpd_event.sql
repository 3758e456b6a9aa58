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
        {{ category_cells('event_type') }},
        {{ category_cells('subject') }},
        {{ category_cells('format') }},
        {{ category_cells('status') }},
        events.venue,
        events.hours as event_hours,
        events.capacity,
        coalesce(event_type_resolved.category = 'CPD', false) as is_cpd,
        coalesce(event_type_resolved.category = 'Community', false) as is_community,
        coalesce(status_resolved.category = 'Delivered', false) as is_delivered,
        events.starts_on,
        events.ends_on,
        events.updated_at
    from events
    left join programmes on events.programme_id = programmes.programme_id
    left join partnerships on events.partnership_id = partnerships.partnership_id
    {{ join_category('events', 'event_type') }}
    {{ join_category('events', 'subject', has_other=true) }}
    {{ join_category('events', 'format') }}
    {{ join_category('events', 'status', taxonomy='events.status') }}
)

select * from described
