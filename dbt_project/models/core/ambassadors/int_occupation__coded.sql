-- The unit group is told where the title stands in the index, or the model is sure of that too.
with resolved as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'occupation'
),

spoken as (
    select
        *,
        {{ text_hash('text') }} as text_hash
    from {{ ref('int_category__spoken') }}
    where taxonomy = 'occupation'
),

listed as (
    select * from {{ ref('int_category__listed') }}
    where taxonomy = 'occupation'
),

predictions as (
    select * from {{ source('ops', 'category_predictions') }}
    where taxonomy = 'occupation'
),

unit_groups as (
    select
        soc_code as code,
        min(soc_unit_group) as unit_group
    from {{ ref('stg_reference__occupations') }}
    where absent_on is null
    group by soc_code
),

found as (
    select
        resolved.reported_value,
        resolved.raw,
        resolved.category,
        resolved.method,
        groups.code as group_code,
        case resolved.method
            when 'as_reported' then titles.code
            when 'model' then predictions.unit_group_code
        end as unit_group_code
    from resolved
    left join spoken on resolved.reported_value = spoken.reported_value
    left join listed as groups on resolved.category = groups.category and groups.is_category
    left join listed as titles on spoken.folded = titles.folded and not titles.is_category
    left join predictions on spoken.text_hash = predictions.text_hash
),

coded as (
    select
        found.reported_value,
        found.raw as occupation,
        found.category as occupation_group,
        found.group_code as occupation_group_code,
        unit_groups.unit_group as occupation_unit_group,
        found.unit_group_code as occupation_unit_group_code,
        found.method as occupation_method
    from found
    left join unit_groups on found.unit_group_code = unit_groups.code
)

select * from coded
