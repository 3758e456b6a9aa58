-- Openings and closings are counted by month before they meet the periods, which end with months: in
-- scope is what had opened by a period's last day less what had closed before it. What happened before
-- the first period counts as of its start.
with bounds as (
    select min(starts_on) as first_on from {{ ref('int_period__keyed') }}
),

schools as (
    select
        dim_school.urn,
        homes.home_key,
        dim_school.phase_group,
        coalesce(date_trunc('month', dim_school.opened_on::timestamp)::date, '-infinity'::date)
            as opened_month_on,
        (date_trunc('month', (dim_school.closed_on + 1)::timestamp) - interval '1 day')::date
            as last_month_end_on
    from {{ ref('dim_school') }} as dim_school
    left join {{ ref('int_home__keyed') }} as homes
        on
            coalesce(dim_school.local_authority_code, '') = homes.local_authority_code
            and homes.hub_id = ''
    where not dim_school.has_unknown_dates
),

lists as (
    select
        urn,
        programme_year
    from {{ ref('brg_school_priority_year') }}
    union all
    select
        urn,
        null as programme_year
    from schools
),

listed as (
    select
        schools.*,
        lists.programme_year
    from schools
    inner join lists on schools.urn = lists.urn
    where coalesce(schools.last_month_end_on >= schools.opened_month_on, true)
),

changes as (
    select
        listed.home_key,
        listed.phase_group,
        listed.programme_year,
        greatest(listed.opened_month_on, bounds.first_on) as changed_on,
        count(*)::int as schools_count
    from listed
    cross join bounds
    group by 1, 2, 3, 4
    union all
    select
        listed.home_key,
        listed.phase_group,
        listed.programme_year,
        greatest(listed.last_month_end_on + 1, bounds.first_on) as changed_on,
        -count(*)::int as schools_count
    from listed
    cross join bounds
    where listed.last_month_end_on is not null
    group by 1, 2, 3, 4
),

by_home as (
    select
        periods.period_key,
        changes.home_key,
        changes.phase_group,
        changes.programme_year is not null as is_priority_only,
        sum(changes.schools_count) as in_scope_count
    from changes
    inner join {{ ref('int_period__keyed') }} as periods
        on
            changes.changed_on <= periods.ends_on
            and (changes.programme_year is null or changes.programme_year = periods.programme_year)
    group by 1, 2, 3, 4
),

in_scope as (
    select
        by_home.period_key,
        home_zones.zone_key,
        by_home.phase_group,
        by_home.is_priority_only,
        sum(by_home.in_scope_count) as in_scope_count
    from by_home
    inner join {{ ref('int_home__zone') }} as home_zones
        on
            by_home.period_key = home_zones.period_key
            and by_home.home_key = home_zones.home_key
    group by 1, 2, 3, 4
    having sum(by_home.in_scope_count) > 0
)

select * from in_scope
