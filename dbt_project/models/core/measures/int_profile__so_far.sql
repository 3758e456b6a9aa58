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
        greatest(changed.month_on, bounds.first_month_on) as month_on,
        sum(answers.ambassadors_count) filter (where not changed.is_going) as came_count,
        sum(answers.ambassadors_count) filter (where changed.is_going) as gone_count
    from answers
    cross join bounds
    cross join
        lateral (
            values
            (answers.registered_month_on, false),
            ((answers.withdrawn_month_on + interval '1 month')::date, true)
        ) as changed (month_on, is_going)
    where
        changed.month_on <= bounds.last_month_on
        and coalesce(answers.withdrawn_month_on >= answers.registered_month_on, true)
    group by 1, 2, 3, 4
),

cells as (
    select
        home_key,
        characteristic,
        category
    from answers
    group by 1, 2, 3
),

so_far as (
    select
        cells.home_key,
        cells.characteristic,
        cells.category,
        months.month_on::date as month_on,
        coalesce(sum(changes.came_count) over up_to_month, 0)::int as came_so_far,
        coalesce(sum(changes.gone_count) over up_to_month, 0)::int as gone_so_far
    from cells
    cross join bounds
    cross join
        generate_series(
            bounds.first_month_on::timestamp, bounds.last_month_on::timestamp, interval '1 month'
        ) as months (month_on)
    left join changes
        on
            cells.home_key = changes.home_key
            and cells.characteristic = changes.characteristic
            and cells.category = changes.category
            and months.month_on = changes.month_on
    window up_to_month as (
        partition by cells.home_key, cells.characteristic, cells.category order by months.month_on
    )
)

select * from so_far
