-- Courses and community events of a funder's partnerships, item by item.
with partnerships as (
    select * from {{ ref('int_partnership__funder') }}
),

attendances as (
    select * from {{ ref('int_partnership__attendance') }}
),

themes as (
    select * from {{ ref('funder_report_themes') }}
    where field in ('subject', 'event_type')
),

themed as (
    select
        partnerships.funder,
        attendances.event_id,
        attendances.participant_key,
        attendances.urn,
        attendances.cpd_hours,
        attendances.is_cpd,
        attendances.is_community,
        attendances.is_delivered,
        attendances.starts_on,
        coalesce(themes.theme, others.theme) as theme
    from attendances
    inner join partnerships on attendances.partnership_id = partnerships.partnership_id
    left join themes
        on
            (themes.field = 'event_type' and attendances.is_community and themes.category = 'Community')
            or (themes.field = 'subject' and attendances.is_cpd and attendances.subject = themes.category)
    left join themes as others
        on others.field = 'subject' and attendances.is_cpd and others.category is null
    where attendances.is_cpd or attendances.is_community
),

items as (
    select
        themed.funder,
        themed.theme,
        measures.measure,
        themed.starts_on as happened_on,
        measures.item,
        measures.quantity::numeric as quantity
    from themed
    cross join
        lateral (
            values
            ('cpd_events_count', themed.event_id, case when themed.is_cpd and themed.is_delivered then 1 end),
            ('cpd_hours', themed.event_id || ' ' || themed.urn, themed.cpd_hours),
            ('participants_count', nullif(themed.participant_key, 'unknown'), case when themed.is_cpd then 1 end),
            (
                'community_events_count',
                themed.event_id,
                case when themed.is_community and themed.is_delivered then 1 end
            ),
            ('schools_count', themed.urn::text, 1)
        ) as measures (measure, item, quantity)
)

select * from items
where quantity is not null and item is not null
