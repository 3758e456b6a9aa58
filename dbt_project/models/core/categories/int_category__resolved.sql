-- Where a form says Other, or nothing, its companion's text speaks; folded, a text that is a canonical
-- category is that category. Other texts wait for a person.
with reported as (
    select
        *,
        regexp_replace(lower(reported_value), '[^a-z0-9]', '', 'g') as folded_value
    from {{ ref('int_category__reported') }}
),

canonical as (
    select
        *,
        regexp_replace(lower(category), '[^a-z0-9]', '', 'g') as folded
    from {{ ref('taxonomy') }}
),

spoken as (
    select
        taxonomy,
        reported_value,
        reported_companion,
        nullif(
            case
                when reported_companion <> '' and (reported_value = '' or folded_value = 'other')
                    then reported_companion
                else reported_value
            end, ''
        ) as raw
    from reported
),

resolved as (
    select
        spoken.taxonomy,
        spoken.reported_value,
        spoken.reported_companion,
        spoken.raw,
        case
            when spoken.raw is null then 'Not stated'
            else coalesce(canonical.category, 'Unresolved')
        end as category,
        canonical.category_group,
        case
            when spoken.raw is null or canonical.category is not null then 'as_reported'
            else 'unresolved'
        end as method
    from spoken
    left join canonical
        on
            spoken.taxonomy = canonical.taxonomy
            and regexp_replace(lower(spoken.raw), '[^a-z0-9]', '', 'g') = canonical.folded
)

select * from resolved
