-- Reached is what kpi_reach counts. A school that was reached the year before and is still in scope has
-- lapsed: it has a row without activities.
with years as (
    select * from {{ ref('int_engagement__year') }}
),

days as (
    select * from {{ ref('dim_date') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

priorities as (
    select * from {{ ref('brg_school_priority_year') }}
),

homes as (
    select * from {{ ref('int_home__keyed') }}
    where hub_id = ''
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

by_term as (
    select
        years.period_key,
        activities.urn,
        days.term,
        count(*) as activities_count
    from {{ ref('fct_activity') }} as activities
    inner join days on activities.starts_on = days.date_on
    inner join years on days.programme_year = years.programme_year
    where activities.is_completed and activities.urn is not null
    group by 1, 2, 3
),

visited as (
    select
        period_key,
        urn,
        sum(activities_count) as activities_count,
        count(*) as terms_count
    from by_term
    group by 1, 2
),

reached as (
    select
        reached.*,
        visited.activities_count,
        visited.terms_count
    from {{ ref('int_school__reached') }} as reached
    inner join visited on reached.period_key = visited.period_key and reached.urn = visited.urn
),

returned as (
    select
        reached.*,
        case when years.key_before is not null then reached_before.urn is not null end as was_reached_before
    from reached
    inner join years on reached.period_key = years.period_key
    left join reached as reached_before
        on years.key_before = reached_before.period_key and reached.urn = reached_before.urn
),

lapsed as (
    select
        years.period_key,
        schools.urn,
        home_zones.zone_key,
        schools.phase_group,
        priorities.urn is not null as is_priority,
        0::numeric as activities_count,
        0::bigint as terms_count,
        true as was_reached_before
    from reached as reached_before
    inner join years on reached_before.period_key = years.key_before
    inner join schools on reached_before.urn = schools.urn
    inner join homes on coalesce(schools.local_authority_code, '') = homes.local_authority_code
    inner join home_zones on years.period_key = home_zones.period_key and homes.home_key = home_zones.home_key
    left join priorities on schools.urn = priorities.urn and years.programme_year = priorities.programme_year
    left join reached on years.period_key = reached.period_key and reached_before.urn = reached.urn
    where
        reached.urn is null
        and (schools.closed_on is null or schools.closed_on >= years.ends_on)
),

engaged as (
    select * from returned
    union all
    select * from lapsed
)

select * from engaged
