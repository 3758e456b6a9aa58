with organisations as (
    select * from {{ ref('stg_platform__organisations') }}
    where organisation_id <> 'unknown'
),

types as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'organisation_type'
),

schools as (
    select * from {{ ref('dim_school') }}
),

hubs as (
    select * from {{ ref('dim_hub') }}
),

described as (
    select
        organisations.organisation_id,
        organisations.urn,
        coalesce(hubs.hub_id, 'unknown') as hub_id,
        coalesce(organisations.local_authority_code, schools.local_authority_code) as local_authority_code,
        organisations.organisation_name,
        types.raw as organisation_type_raw,
        types.category as organisation_type,
        types.method as organisation_type_method,
        coalesce(
            types.category_group,
            case when schools.phase_group = 'college' then 'college' when schools.urn is not null then 'school' end,
            'non_school'
        ) as organisation_group,
        schools.urn is not null as is_in_gias
    from organisations
    left join types
        on
            coalesce(organisations.organisation_type, '') = types.reported_value
            and coalesce(organisations.organisation_type_other, '') = types.reported_companion
    left join schools on organisations.urn = schools.urn
    left join hubs on organisations.hub_id = hubs.hub_id
),

with_unknown as (
    select * from described
    union all
    select
        'unknown',
        null,
        'unknown',
        null,
        'Unknown',
        null,
        null,
        null,
        null,
        false
)

select * from with_unknown
