-- Reached in a period: in scope on its last day, with a completed activity in it.
with schools as (
    select * from {{ ref('dim_school') }}
    where not has_unknown_dates
),

homes as (
    select * from {{ ref('int_home__keyed') }}
    where hub_id = ''
),

priorities as (
    select * from {{ ref('brg_school_priority_year') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

visited_by_month as (
    select
        urn,
        date_trunc('month', starts_on::timestamp)::date as month_on
    from {{ ref('fct_activity') }}
    where is_completed and urn is not null
    group by 1, 2
),

visited as (
    select
        visited_by_month.urn,
        month_periods.period_key
    from visited_by_month
    inner join month_periods on visited_by_month.month_on = month_periods.month_on
    group by 1, 2
),

reached as (
    select
        visited.period_key,
        visited.urn,
        home_zones.zone_key,
        schools.phase_group,
        priorities.urn is not null as is_priority
    from visited
    inner join schools on visited.urn = schools.urn
    inner join periods on visited.period_key = periods.period_key
    inner join homes on coalesce(schools.local_authority_code, '') = homes.local_authority_code
    inner join home_zones
        on
            visited.period_key = home_zones.period_key
            and homes.home_key = home_zones.home_key
    left join priorities
        on
            visited.urn = priorities.urn
            and periods.programme_year = priorities.programme_year
    where
        (schools.opened_on is null or schools.opened_on <= periods.ends_on)
        and (schools.closed_on is null or schools.closed_on >= periods.ends_on)
)

select * from reached
