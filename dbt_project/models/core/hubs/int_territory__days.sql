-- Who holds an area, or carries a hub, can only change on a day on which one of these spans begins.
with homes as (
    select distinct
        coalesce(local_authority_code, '') as local_authority_code,
        hub_id as home_hub_id
    from {{ ref('dim_organisation') }}
),

areas as (
    select * from {{ ref('int_area__hub') }}
),

lineage as (
    select * from {{ ref('int_hub__lineage') }}
),

changes as (
    select
        homes.*,
        '0001-01-01'::date as from_on
    from homes
    union
    select
        homes.*,
        areas.from_on
    from homes
    inner join areas on homes.local_authority_code = areas.local_authority_code
    union
    select
        homes.*,
        areas.to_on + 1 as from_on
    from homes
    inner join areas on homes.local_authority_code = areas.local_authority_code
    where areas.to_on < '9999-12-31'::date
    union
    select
        homes.*,
        lineage.from_on
    from homes
    inner join lineage on homes.home_hub_id = lineage.hub_id
),

spans as (
    select
        local_authority_code,
        home_hub_id,
        from_on,
        coalesce(
            lead(from_on) over (partition by local_authority_code, home_hub_id order by from_on) - 1,
            '9999-12-31'::date
        ) as to_on
    from changes
)

select * from spans
