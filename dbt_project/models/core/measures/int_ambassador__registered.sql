-- Comings and goings are counted by month before they meet the periods, which begin and end with
-- months: registered is who had come by a period's end less who had gone before its start. What
-- happened before the first period counts as of the month before it.
with ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

bounds as (
    select (min(starts_on) - interval '1 month')::date as month_before_on from periods
),

told as (
    select
        home_key,
        registered_month_on as month_on,
        count(*)::int as came_count,
        0 as went_count
    from ambassadors
    group by 1, 2
    union all
    select
        home_key,
        withdrawn_month_on as month_on,
        0 as came_count,
        count(*)::int as went_count
    from ambassadors
    where withdrawn_month_on >= registered_month_on
    group by 1, 2
),

changes as (
    select
        told.home_key,
        greatest(told.month_on, bounds.month_before_on) as month_on,
        sum(told.came_count)::int as came_count,
        sum(told.went_count)::int as went_count
    from told
    cross join bounds
    group by 1, 2
),

counted as (
    select
        periods.period_key,
        changes.home_key,
        sum(changes.came_count)
        - coalesce(sum(changes.went_count) filter (where changes.month_on < periods.starts_on), 0)
            as registered_count,
        coalesce(sum(changes.came_count) filter (where changes.month_on >= periods.starts_on), 0)
            as new_count
    from changes
    inner join periods on changes.month_on <= periods.ends_on
    group by 1, 2
),

-- A withdrawal dated before the registration still is one before the period's start.
back_dated as (
    select
        home_key,
        registered_month_on,
        withdrawn_month_on,
        count(*)::int as ambassadors_count
    from ambassadors
    where withdrawn_month_on < registered_month_on
    group by 1, 2, 3
),

not_registered as (
    select
        periods.period_key,
        back_dated.home_key,
        -sum(back_dated.ambassadors_count) as registered_count,
        0 as new_count
    from back_dated
    inner join periods
        on
            back_dated.registered_month_on <= periods.ends_on
            and back_dated.withdrawn_month_on < periods.starts_on
    group by 1, 2
),

both_kinds as (
    select * from counted
    union all
    select * from not_registered
),

registered as (
    select
        period_key,
        home_key,
        sum(registered_count) as registered_count,
        sum(new_count) as new_count
    from both_kinds
    group by 1, 2
)

select * from registered
