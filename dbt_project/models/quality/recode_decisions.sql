-- A table, so that it is released together with what it speaks of.
{{ config(materialized='table', post_hook='{{ keep_people_from_analysts(this) }}') }}

with decisions as (
    select * from {{ ref('int_category__decision') }}
),

rule_matches as (
    select
        taxonomy,
        text,
        min(category) as category
    from {{ ref('int_category__rule_match') }}
    group by 1, 2
),

judged as (
    select
        decisions.field,
        case when not ({{ leads_to_a_person('decisions.raw_value') }}) then decisions.raw_value end as raw_value,
        decisions.decision,
        decisions.category,
        decisions.is_in_force,
        decisions.mistake,
        coalesce(decisions.mistake is null and decisions.category_before <> decisions.category, false)
            as contradicts_earlier,
        coalesce(decisions.mistake is null and rule_matches.category <> decisions.category, false)
            as contradicts_rule,
        decisions.is_category_itself,
        decisions.category_before,
        rule_matches.category as category_by_rule,
        decisions.decided_by,
        decisions.decided_on,
        decisions._file_date as file_on,
        decisions._record_number as record_number,
        decisions._load_id as load_id
    from decisions
    left join rule_matches
        on decisions.taxonomy = rule_matches.taxonomy and decisions.text = rule_matches.text
)

select * from judged
