with inspections as (
    select * from {{ ref('stg_reference__ofsted_inspections') }}
),

ratings as (
    select
        rating,
        {{ folded('reported_rating') }} as folded
    from {{ ref('inspection_ratings') }}
),

types as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'inspection_type'
),

described as (
    select
        inspections.urn,
        inspections.inspected_on,
        inspections.overall_rating as overall_rating_raw,
        ratings.rating as overall_rating,
        types.raw as inspection_type_raw,
        types.category as inspection_type,
        types.method as inspection_type_method,
        ratings.rating is not null and coalesce(types.category in ('Full', 'Not stated'), false) as is_full
    from inspections
    left join ratings on {{ folded('inspections.overall_rating') }} = ratings.folded
    left join types on coalesce(inspections.inspection_type, '') = types.reported_value
)

select * from described
