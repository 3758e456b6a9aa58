with taxonomy as (
    select * from {{ ref('taxonomy') }}
    where taxonomy = 'key_stage'
),

members as (
    select
        category as key_stage,
        position
    from taxonomy
    union all
    select
        'Unresolved',
        98
    union all
    select
        'Not stated',
        99
)

select * from members
