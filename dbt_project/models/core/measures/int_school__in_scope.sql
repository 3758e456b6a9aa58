-- Schools that open and close in the same months count as one row before they meet the periods. Open
-- on a period's last day, which ends a month: open on the last month's end up to the closing day.
with schools as (
    select
        dim_school.urn,
        homes.home_key,
        dim_school.phase_group,
        date_trunc('month', dim_school.opened_on::timestamp)::date as opened_month_on,
        (date_trunc('month', (dim_school.closed_on + 1)::timestamp) - interval '1 day')::date
            as last_month_end_on
    from {{ ref('dim_school') }} as dim_school
    left join {{ ref('int_home__keyed') }} as homes
        on
            coalesce(dim_school.local_authority_code, '') = homes.local_authority_code
            and homes.hub_id = ''
    where not dim_school.has_unknown_dates
),

priorities as (
    select * from {{ ref('brg_school_priority_year') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

cells as (
    select
        home_key,
        phase_group,
        opened_month_on,
        last_month_end_on,
        null as programme_year,
        count(*) as schools_count
    from schools
    group by 1, 2, 3, 4
    union all
    select
        schools.home_key,
        schools.phase_group,
        schools.opened_month_on,
        schools.last_month_end_on,
        priorities.programme_year,
        count(*) as schools_count
    from schools
    inner join priorities on schools.urn = priorities.urn
    group by 1, 2, 3, 4, 5
),

in_scope as (
    select
        periods.period_key,
        home_zones.zone_key,
        cells.phase_group,
        cells.programme_year is not null as is_priority_only,
        sum(cells.schools_count) as in_scope_count
    from cells
    inner join periods
        on
            (cells.opened_month_on is null or cells.opened_month_on <= periods.ends_on)
            and (cells.last_month_end_on is null or cells.last_month_end_on >= periods.ends_on)
            and (cells.programme_year is null or cells.programme_year = periods.programme_year)
    inner join home_zones
        on
            periods.period_key = home_zones.period_key
            and cells.home_key = home_zones.home_key
    group by 1, 2, 3, 4
)

select * from in_scope
