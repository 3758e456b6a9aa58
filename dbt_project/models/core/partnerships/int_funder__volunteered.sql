-- What is added up for funders stands item by item, so that nothing counts twice under one funder.
with partnerships as (
    select * from {{ ref('int_partnership__funder') }}
),

activities as (
    select * from {{ ref('int_partnership__activity') }}
),

themes as (
    select * from {{ ref('funder_report_themes') }}
    where field = 'activity_type'
),

volunteering as (
    select
        activity_id,
        ambassador_key,
        sum(volunteer_hours) as volunteer_hours
    from {{ ref('fct_volunteering') }}
    where
        volunteer_hours > 0
        and activity_id in (select activities.activity_id from activities)
    group by 1, 2
),

themed as (
    select
        partnerships.funder,
        activities.activity_id,
        activities.urn,
        activities.young_people_low,
        activities.young_people_high,
        activities.starts_on,
        coalesce(themes.theme, others.theme) as theme
    from activities
    inner join partnerships on activities.partnership_id = partnerships.partnership_id
    left join themes on activities.activity_type = themes.category
    left join themes as others on others.category is null
    group by 1, 2, 3, 4, 5, 6, 7
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
            ('activities_count', themed.activity_id, 1),
            ('young_people_low', themed.activity_id, themed.young_people_low),
            ('young_people_high', themed.activity_id, themed.young_people_high),
            ('schools_count', themed.urn::text, 1)
        ) as measures (measure, item, quantity)
    union all
    select
        themed.funder,
        themed.theme,
        measures.measure,
        themed.starts_on,
        measures.item,
        measures.quantity
    from themed
    inner join volunteering on themed.activity_id = volunteering.activity_id
    cross join
        lateral (
            values
            ('volunteer_hours', themed.activity_id || ' ' || volunteering.ambassador_key, volunteering.volunteer_hours),
            ('ambassadors_count', nullif(volunteering.ambassador_key, 'unknown'), 1)
        ) as measures (measure, item, quantity)
)

select * from items
where quantity is not null and item is not null
