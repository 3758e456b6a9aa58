-- The list of occupations is the national index: its sub-major groups are the categories, and each of
-- its titles stands for one. Titles that differ in signs only and in their groups stand for none.
with taxonomy as (
    select * from {{ ref('taxonomy') }}
),

titles as (
    select * from {{ ref('stg_reference__occupations') }}
    where absent_on is null
),

groups as (
    select
        soc_sub_major_group as category,
        {{ folded('soc_sub_major_group') }} as folded,
        min(soc_sub_major_code) as code
    from titles
    group by 1, 2
),

spellings as (
    select
        {{ folded('occupation_title') }} as folded,
        min(soc_sub_major_group) as category,
        case when min(soc_code) = max(soc_code) then min(soc_code) end as code
    from titles
    group by 1
    having min(soc_sub_major_group) = max(soc_sub_major_group)
),

listed as (
    select
        taxonomy,
        {{ folded('category') }} as folded,
        category,
        true as is_category,
        position,
        null::text as code
    from taxonomy
    union all
    select
        'occupation' as taxonomy,
        folded,
        category,
        true as is_category,
        row_number() over (order by code, category) as position,
        code
    from groups
    union all
    select
        'occupation' as taxonomy,
        spellings.folded,
        spellings.category,
        false as is_category,
        null as position,
        spellings.code
    from spellings
    left join groups on spellings.folded = groups.folded
    where groups.folded is null
)

select * from listed
