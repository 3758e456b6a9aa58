-- The rows of kpi_reach that a school belongs to are bits of a number, so that one pass tells all rows.
with visits as (
    select * from {{ ref('int_volunteering__visit') }}
    where urn is not null
),

reached as (
    select * from {{ ref('int_school__reached') }}
),

reach_rows as (
    select * from {{ ref('kpi_reach_rows') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

kinds as (
    select
        phase_group,
        is_priority
    from reached
    group by 1, 2
),

kind_bits as (
    select
        kinds.phase_group,
        kinds.is_priority,
        bit_or(1 << reach_rows.position) as bits
    from kinds
    inner join reach_rows
        on
            reach_rows.phase in (kinds.phase_group, 'all')
            and (kinds.is_priority or not reach_rows.priority_only)
    group by 1, 2
),

-- Materialized, or each visit would meet its school in every period before its own are known.
visits_by_period as materialized (
    select
        month_periods.period_key,
        visits.ambassador_number,
        visits.urn
    from visits
    inner join month_periods on visits.month_on = month_periods.month_on
),

by_visitor as (
    select
        reached.period_key,
        visits_by_period.ambassador_number,
        bit_or(kind_bits.bits) as bits
    from visits_by_period
    inner join reached
        on
            visits_by_period.urn = reached.urn
            and visits_by_period.period_key = reached.period_key
    inner join kind_bits
        on
            reached.phase_group = kind_bits.phase_group
            and reached.is_priority = kind_bits.is_priority
    group by 1, 2
),

by_zone as (
    select
        by_visitor.period_key,
        home_zones.zone_key,
        by_visitor.bits,
        count(*) as ambassadors_count
    from by_visitor
    inner join ambassadors on by_visitor.ambassador_number = ambassadors.ambassador_number
    inner join home_zones
        on
            by_visitor.period_key = home_zones.period_key
            and ambassadors.home_key = home_zones.home_key
    group by 1, 2, 3
)

select * from by_zone
