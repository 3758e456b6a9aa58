with activities as (
    select * from {{ ref('int_school__activity') }}
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

volunteering as (
    select
        activity_id,
        ambassador_key
    from {{ ref('fct_volunteering') }}
    where volunteer_hours > 0 and ambassador_key <> 'unknown'
    group by 1, 2
),

visited as (
    select
        activities.urn,
        {{ programme_year_start('activities.starts_on') }} as year_starts_on,
        min(organisations.organisation_name) as organisation_name,
        count(*) as activities_count
    from activities
    left join organisations on activities.organisation_id = organisations.organisation_id
    group by 1, 2
),

helped as (
    select
        activities.urn,
        {{ programme_year_start('activities.starts_on') }} as year_starts_on,
        count(distinct volunteering.ambassador_key) as ambassadors_count
    from activities
    inner join volunteering on activities.activity_id = volunteering.activity_id
    group by 1, 2
),

counted as (
    select
        visited.urn,
        visited.year_starts_on,
        visited.organisation_name,
        visited.activities_count,
        coalesce(helped.ambassadors_count, 0) as ambassadors_count
    from visited
    left join helped on visited.urn = helped.urn and visited.year_starts_on = helped.year_starts_on
)

select * from counted
