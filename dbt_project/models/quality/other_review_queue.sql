-- A table, so that it is released together with what it speaks of. The spelling is the commonest one.
{{ config(materialized='table', post_hook='{{ keep_people_from_analysts(this) }}') }}

-- A field whose list has not come yet cannot be answered.
with lists as (
    select taxonomy
    from {{ ref('int_category__listed') }}
    where is_category
    group by taxonomy
),

unresolved as (
    select
        spoken.*,
        {{ text_hash('spoken.text') }} as text_hash
    from {{ ref('int_category__resolved') }} as resolved
    inner join {{ ref('int_category__spoken') }} as spoken
        on
            resolved.taxonomy = spoken.taxonomy
            and resolved.reported_value = spoken.reported_value
            and resolved.reported_companion = spoken.reported_companion
    inner join lists on resolved.taxonomy = lists.taxonomy
    where resolved.method = 'unresolved'
),

predictions as (
    select * from {{ source('ops', 'category_predictions') }}
),

spelt as (
    select distinct on (taxonomy, folded)
        taxonomy,
        folded,
        raw
    from unresolved
    order by taxonomy asc, folded asc, rows_count desc, raw asc
),

suggested as (
    select distinct on (unresolved.taxonomy, unresolved.folded)
        unresolved.taxonomy,
        unresolved.folded,
        predictions.category,
        predictions.confidence
    from unresolved
    inner join predictions
        on unresolved.taxonomy = predictions.taxonomy and unresolved.text_hash = predictions.text_hash
    where predictions.category is not null
    order by unresolved.taxonomy asc, unresolved.folded asc, predictions.confidence desc, predictions.category asc
),

weighed as (
    select
        taxonomy,
        folded,
        count(*) as rows_count,
        sum(hours) as hours,
        (
            array_agg(feed || ' ' || record_id order by hours desc, record_id asc)
            filter (where record_id is not null)
        )[1:3] as examples,
        min(seen_on) as first_seen_on
    from {{ ref('int_category__unresolved_row') }}
    group by 1, 2
),

queue as (
    select
        spelt.taxonomy as field,
        spelt.raw as raw_value,
        weighed.rows_count,
        weighed.hours,
        suggested.category as suggested_category,
        suggested.confidence,
        weighed.examples,
        weighed.first_seen_on
    from spelt
    left join weighed on spelt.taxonomy = weighed.taxonomy and spelt.folded = weighed.folded
    left join suggested on spelt.taxonomy = suggested.taxonomy and spelt.folded = suggested.folded
    where not ({{ leads_to_a_person('spelt.raw') }})
)

select * from queue
