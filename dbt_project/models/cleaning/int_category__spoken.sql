-- Where a form says Other, or nothing, its companion's text speaks: it is as if it stood in the column.
with reported as (
    select
        *,
        {{ folded('reported_value') }} = 'other' as is_reported_other
    from {{ ref('int_category__reported') }}
),

raws as (
    select
        *,
        nullif(
            case
                when reported_companion <> '' and (reported_value = '' or is_reported_other)
                    then reported_companion
                else reported_value
            end, ''
        ) as raw
    from reported
),

spoken as (
    select
        taxonomy,
        reported_value,
        reported_companion,
        raw,
        {{ as_said('raw') }} as text,
        {{ folded('raw') }} as folded,
        is_reported_other,
        rows_count,
        first_seen_on
    from raws
)

select * from spoken
