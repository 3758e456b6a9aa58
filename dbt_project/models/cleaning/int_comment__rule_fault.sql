with patterns as (
    select
        'feedback_reason_rules' as list,
        pattern,
        example
    from {{ ref('feedback_reason_rules') }}
    union all
    select
        'feedback_negations' as list,
        pattern,
        example
    from {{ ref('feedback_negations') }}
),

faults as (
    select
        list,
        pattern,
        'it matches whatever is typed' as fault
    from patterns
    where {{ matches_rule("''", 'pattern') }} or {{ matches_rule("'zqx 0 jvk'", 'pattern') }}
    union all
    select
        list,
        pattern,
        format('it does not match its own example "%s"', example) as fault
    from patterns
    where not coalesce({{ matches_rule(comment_text('example'), 'pattern') }}, false)
    union all
    select
        'feedback_reason_rules' as list,
        rules.pattern,
        format('the list of reasons has no place %s', rules.position) as fault
    from {{ ref('feedback_reason_rules') }} as rules
    left join {{ ref('feedback_reasons') }} as reasons on rules.position = reasons.position
    where reasons.position is null
)

select * from faults
