with hours as (
    select
        activity_id,
        sum(preparation_hours) as preparation_hours,
        sum(delivery_hours) as delivery_hours,
        sum(volunteer_hours) as volunteer_hours
    from {{ ref('fct_volunteering') }}
    group by activity_id
)

select * from hours
