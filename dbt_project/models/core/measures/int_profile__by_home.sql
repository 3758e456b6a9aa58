-- Registered in a period: come by its end, less gone before its start.
with answers as (
    select * from {{ ref('int_profile__answer') }}
),

so_far as (
    select * from {{ ref('int_profile__so_far') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

registered as (
    select
        periods.period_key,
        at_end.home_key,
        at_end.characteristic,
        at_end.category,
        at_end.came_so_far - at_start.gone_so_far as ambassadors_count
    from periods
    inner join so_far as at_end on date_trunc('month', periods.ends_on::timestamp)::date = at_end.month_on
    inner join so_far as at_start
        on
            periods.starts_on = at_start.month_on
            and at_end.home_key = at_start.home_key
            and at_end.characteristic = at_start.characteristic
            and at_end.category = at_start.category
),

-- Whose withdrawal is dated before their registration was there in periods that hold both.
back_dated as (
    select
        periods.period_key,
        answers.home_key,
        answers.characteristic,
        answers.category,
        answers.ambassadors_count
    from answers
    inner join periods
        on
            answers.registered_month_on <= periods.ends_on
            and answers.withdrawn_month_on >= periods.starts_on
    where answers.withdrawn_month_on < answers.registered_month_on
),

both_kinds as (
    select * from registered
    union all
    select * from back_dated
),

by_home as (
    select
        period_key,
        home_key,
        characteristic,
        category,
        sum(ambassadors_count)::int as ambassadors_count
    from both_kinds
    group by 1, 2, 3, 4
    having sum(ambassadors_count) > 0
)

select * from by_home
