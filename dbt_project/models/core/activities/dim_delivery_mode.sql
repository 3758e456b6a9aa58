with taxonomy as (
    select * from {{ ref('taxonomy') }}
    where taxonomy = 'delivery_mode'
),

members as (
    select
        category as delivery_mode,
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
