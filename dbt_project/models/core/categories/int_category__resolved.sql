-- The model has the last word, on what nobody else has answered, and only where it is sure.
with spoken as (
    select * from {{ ref('int_category__spoken') }}
),

answered as (
    select * from {{ ref('int_category__answered') }}
),

predictions as (
    select * from {{ source('ops', 'category_predictions') }}
    where is_applied
),

members as (
    select * from {{ ref('taxonomy') }}
),

described as (
    select
        spoken.taxonomy,
        spoken.reported_value,
        spoken.reported_companion,
        spoken.raw,
        spoken.is_reported_other,
        case
            when spoken.raw is null then 'Not stated'
            else coalesce(answered.category, predictions.category, 'Unresolved')
        end as category,
        case
            when spoken.raw is null then 'as_reported'
            when answered.method is not null then answered.method
            when predictions.category is not null then 'model'
            else 'unresolved'
        end as method
    from spoken
    left join answered on spoken.taxonomy = answered.taxonomy and spoken.text = answered.text
    left join predictions
        on
            answered.method is null
            and answered.taxonomy = predictions.taxonomy
            and answered.text_hash = predictions.text_hash
),

resolved as (
    select
        described.taxonomy,
        described.reported_value,
        described.reported_companion,
        described.raw,
        described.category,
        members.category_group,
        described.method,
        described.is_reported_other or described.method <> 'as_reported' as is_reported_other
    from described
    left join members on described.taxonomy = members.taxonomy and described.category = members.category
)

select * from resolved
