-- Who has come and who has gone by the end of a month, in every month that a period has; what
-- happened before the first counts as of its start, and who goes is gone from the next month on.
with answers as (
    select * from {{ ref('int_profile__answer') }}
),

bounds as (
    select
        min(starts_on) as first_month_on,
        max(date_trunc('month', ends_on::timestamp))::date as last_month_on
    from {{ ref('int_period__keyed') }}
),

changes as (
    select
        answers.home_key,
        answers.characteristic,
        answers.category,
        greatest(
            coalesce(answers.registered_month_on, (answers.withdrawn_month_on + interval '1 month')::date),
            bounds.first_month_on
        ) as month_on,
        case when answers.withdrawn_month_on is null then answers.ambassadors_count end as came_count,
        case when answers.registered_month_on is null then answers.ambassadors_count end as gone_count
    from answers
    cross join bounds
    where num_nulls(answers.registered_month_on, answers.withdrawn_month_on) = 1
),

cells as (
    select
        home_key,
        characteristic,
        category
    from answers
    group by 1, 2, 3
),

-- Every month of every cell, in which nothing need have changed.
months as (
    select
        cells.home_key,
        cells.characteristic,
        cells.category,
        months.month_on::date as month_on,
        0 as came_count,
        0 as gone_count
    from cells
    cross join bounds
    cross join
        generate_series(
            bounds.first_month_on::timestamp, bounds.last_month_on::timestamp, interval '1 month'
        ) as months (month_on)
),

told as (
    select changes.*
    from changes
    inner join bounds on changes.month_on <= bounds.last_month_on
    union all
    select * from months
),

by_month as (
    select
        home_key,
        characteristic,
        category,
        month_on,
        sum(came_count) as came_count,
        sum(gone_count) as gone_count
    from told
    group by 1, 2, 3, 4
),

so_far as (
    select
        home_key,
        characteristic,
        category,
        month_on,
        sum(came_count) over up_to_month as came_so_far,
        sum(gone_count) over up_to_month as gone_so_far
    from by_month
    window up_to_month as (partition by home_key, characteristic, category order by month_on)
)

select
    home_key,
    characteristic,
    category,
    month_on,
    came_so_far::int as came_so_far,
    gone_so_far::int as gone_so_far
from so_far
