-- Where two rows hold an area on the same day, the one that began later does; when it ends, the
-- earlier one holds it again. A row is closed on the day of the first list without it.
with hubs as (
    select * from {{ ref('dim_hub') }}
),

areas as (
    select
        rows_of_areas.local_authority_code,
        coalesce(hubs.hub_id, 'unknown') as hub_id,
        rows_of_areas.valid_from,
        coalesce(least(rows_of_areas.valid_to, rows_of_areas.absent_on - 1), '9999-12-31'::date) as valid_to
    from {{ ref('stg_platform__hub_areas') }} as rows_of_areas
    left join hubs on rows_of_areas.hub_id = hubs.hub_id
),

boundaries as (
    select
        local_authority_code,
        valid_from as from_on
    from areas
    union
    select
        local_authority_code,
        valid_to + 1 as from_on
    from areas
    where valid_to < '9999-12-31'::date
),

segments as (
    select
        local_authority_code,
        from_on,
        coalesce(
            lead(from_on) over (partition by local_authority_code order by from_on) - 1,
            '9999-12-31'::date
        ) as to_on
    from boundaries
),

held as (
    select distinct on (segments.local_authority_code, segments.from_on)
        segments.local_authority_code,
        areas.hub_id,
        segments.from_on,
        segments.to_on
    from segments
    inner join areas
        on
            segments.local_authority_code = areas.local_authority_code
            and segments.from_on between areas.valid_from and areas.valid_to
    order by segments.local_authority_code asc, segments.from_on asc, areas.valid_from desc
)

select * from held
