-- A revised target is a new row with a later day: readers see the first and the one in force.
with targets as (
    select * from {{ ref('stg_platform__targets') }}
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
    where period_type in ('month', 'programme_year')
),

carriers_today as (
    select lineage.*
    from {{ ref('int_hub__lineage') }} as lineage
    inner join {{ ref('int_calendar__as_of') }} as as_of
        on as_of.as_of_on between lineage.from_on and lineage.to_on
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
    where geography_level in ('national', 'hub')
),

in_force as (
    select
        periods.period_key,
        targets.kpi_code,
        lower(targets.phase) as phase,
        coalesce(targets.hub_id, '') as hub_id,
        case
            when periods.period_type = 'month' and definitions.month_target = 'twelfth' then 12
            else 1
        end as periods_in_year,
        definitions.current_target = 'shared' as is_shared,
        (array_agg(targets.target_value order by targets.effective_from))[1] as target_first,
        (
            array_agg(targets.target_value order by targets.effective_from desc)
            filter (where targets.effective_from <= periods.ends_on)
        )[1] as target
    from targets
    inner join definitions on targets.kpi_code = definitions.kpi_code
    inner join periods on targets.programme_year = periods.programme_year
    where periods.period_type <> 'month' or definitions.month_target <> 'none'
    group by 1, 2, 3, 4, 5, 6
),

held as (
    select
        in_force.*,
        bases.hub_basis,
        case
            when bases.hub_basis = 'current' and in_force.hub_id <> ''
                then carriers_today.carrier_hub_id
            else in_force.hub_id
        end as holder_hub_id,
        coalesce(carriers_today.share, 1) as share
    from in_force
    cross join (values ('as_was'), ('current')) as bases (hub_basis)
    left join carriers_today
        on
            bases.hub_basis = 'current'
            and in_force.is_shared
            and in_force.hub_id = carriers_today.hub_id
),

placed as (
    select
        held.period_key,
        hub_places.place_key,
        held.kpi_code,
        held.phase,
        trim_scale(sum(held.target_first * held.share) / max(held.periods_in_year))
            as target_first,
        trim_scale(sum(held.target * held.share) / max(held.periods_in_year)) as target
    from held
    inner join hub_places
        on held.hub_basis = hub_places.hub_basis and held.holder_hub_id = hub_places.hub_id
    group by 1, 2, 3, 4
)

select * from placed
