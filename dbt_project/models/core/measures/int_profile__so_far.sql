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

months as (
    select
        cells.home_key,
        cells.characteristic,
        cells.category,
        months.month_on::date as month_on
    from cells
    cross join bounds
    cross join
        generate_series(
            bounds.first_month_on::timestamp, bounds.last_month_on::timestamp, interval '1 month'
        ) as months (month_on)
),

told as (
    select
        *,
        false as is_end_of_month
    from changes
    union all
    select
        *,
        0 as came_count,
        0 as gone_count,
        true as is_end_of_month
    from months
),

so_far as (
    select
        home_key,
        characteristic,
        category,
        month_on,
        is_end_of_month,
        coalesce(sum(came_count) over up_to_month, 0)::int as came_so_far,
        coalesce(sum(gone_count) over up_to_month, 0)::int as gone_so_far
    from told
    window up_to_month as (partition by home_key, characteristic, category order by month_on)
)

select
    home_key,
    characteristic,
    category,
    month_on,
    came_so_far,
    gone_so_far
from so_far
where is_end_of_month
