-- Courses, partnerships and surveys are not told yet: null says not known, where 0 would say none.
with activities as (
    select
        fct_activity.*,
        organisations.organisation_name
    from {{ ref('fct_activity') }} as fct_activity
    inner join {{ ref('dim_organisation') }} as organisations
        on fct_activity.organisation_id = organisations.organisation_id
    where fct_activity.is_completed and fct_activity.urn is not null
),

volunteering as (
    select
        activity_id,
        ambassador_key
    from {{ ref('fct_volunteering') }}
    where volunteer_hours > 0 and ambassador_key <> 'unknown'
    group by 1, 2
),

schools as (
    select * from {{ ref('dim_school') }}
),

engaged as (
    select
        urn,
        {{ programme_year_start('starts_on') }} as year_starts_on,
        min(organisation_name) as organisation_name,
        count(*) as activities_count
    from activities
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

engagement as (
    select
        engaged.urn,
        coalesce(schools.school_name, engaged.organisation_name) as school,
        {{ programme_year_name('engaged.year_starts_on') }} as programme_year,
        null::text as partnership,
        engaged.activities_count,
        coalesce(helped.ambassadors_count, 0) as ambassadors_count,
        null::numeric as cpd_hours,
        null::bigint as surveys_count
    from engaged
    left join helped
        on engaged.urn = helped.urn and engaged.year_starts_on = helped.year_starts_on
    left join schools on engaged.urn = schools.urn
)

select * from engagement
