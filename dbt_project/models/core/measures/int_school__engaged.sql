with visited as (
    select * from {{ ref('int_school__visited') }}
),

attendances as (
    select
        urn,
        event_id,
        cpd_hours,
        starts_on
    from {{ ref('int_school__attendance') }}
    where urn is not null and cpd_hours is not null
    group by 1, 2, 3, 4
),

-- A survey's wave in one school is one, in the year in which it began to come in.
surveys as (
    select
        urn,
        survey,
        wave,
        min(school_name) as school_name,
        min(first_returned_on) as returned_on
    from {{ ref('int_survey__received') }}
    where urn is not null
    group by 1, 2, 3
),

parts as (
    select
        urn,
        year_starts_on,
        organisation_name as stated_name,
        activities_count,
        ambassadors_count,
        0::numeric as cpd_hours,
        0 as surveys_count
    from visited
    union all
    select
        urn,
        {{ programme_year_start('starts_on') }},
        null,
        0,
        0,
        sum(cpd_hours),
        0
    from attendances
    group by 1, 2
    union all
    select
        urn,
        {{ programme_year_start('returned_on') }},
        min(school_name),
        0,
        0,
        0,
        count(*)
    from surveys
    group by 1, 2
),

engaged as (
    select
        urn,
        year_starts_on,
        max(stated_name) as stated_name,
        sum(activities_count)::bigint as activities_count,
        sum(ambassadors_count)::bigint as ambassadors_count,
        sum(cpd_hours) as cpd_hours,
        sum(surveys_count)::bigint as surveys_count
    from parts
    group by 1, 2
)

select * from engaged
