with outcomes as (
    select * from {{ ref('int_category__by_place') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

places as (
    select * from {{ ref('int_geography__place') }}
),

summed as (
    select
        period_key,
        place_key,
        field,
        sum(rows_share) as all_rows,
        coalesce(sum(rows_share) filter (where outcome <> 'l'), 0) as reported_other,
        coalesce(sum(rows_share) filter (where outcome = 'u'), 0) as unresolved,
        coalesce(sum(rows_share) filter (where outcome in ('d', 'D')), 0) as by_decision,
        coalesce(sum(rows_share) filter (where outcome in ('r', 'R')), 0) as by_rule,
        coalesce(sum(rows_share) filter (where outcome in ('m', 'M')), 0) as by_model,
        sum(hours_share) as hours,
        case
            when sum(hours_share) is not null
                then coalesce(sum(hours_share) filter (where outcome in ('D', 'R', 'M')), 0)
        end as rescued_hours
    from outcomes
    group by 1, 2, 3
),

counted as (
    select
        periods.period_type,
        periods.period,
        places.hub_basis,
        places.geography_level,
        places.geography_code,
        places.geography_name,
        summed.field,
        round(summed.all_rows)::bigint as rows_count,
        round(summed.reported_other)::bigint as reported_other_count,
        100 * summed.reported_other / summed.all_rows as reported_other_pct,
        round(summed.unresolved)::bigint as unresolved_count,
        100 * summed.unresolved / summed.all_rows as unresolved_pct,
        round(summed.by_decision)::bigint as resolved_by_decision_count,
        round(summed.by_rule)::bigint as resolved_by_rule_count,
        round(summed.by_model)::bigint as resolved_by_model_count,
        summed.hours as volunteer_hours,
        summed.rescued_hours,
        100 * summed.rescued_hours / nullif(summed.hours, 0) as rescued_hours_pct
    from summed
    inner join periods on summed.period_key = periods.period_key
    inner join places on summed.place_key = places.place_key
    where summed.all_rows > 0
)

select * from counted
