with taxonomy as (
    select * from {{ ref('taxonomy') }}
    where taxonomy = 'setting'
),

members as (
    select
        category as setting,
        category_group as setting_group,
        position
    from taxonomy
    union all
    select
        'Unresolved',
        null,
        98
    union all
    select
        'Not stated',
        null,
        99
)

select * from members
