with taxonomy as (
    select * from {{ ref('taxonomy') }}
    where taxonomy = 'activity_type'
),

members as (
    select
        category as activity_type,
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
