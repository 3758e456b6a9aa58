-- However a funder is typed, it is one; the spelling that most partnerships have stands for all.
with partnerships as (
    select
        partnership_id,
        funder,
        {{ folded('funder') }} as funder_folded
    from {{ ref('dim_partnership') }}
    where partnership_id <> 'unknown'
),

spellings as (
    select distinct on (funder_folded)
        funder_folded,
        funder
    from (
        select
            funder_folded,
            funder,
            count(*) as partnerships_count
        from partnerships
        group by 1, 2
    ) as spelled
    order by funder_folded asc, partnerships_count desc, funder collate "C" asc
),

funded as (
    select
        partnerships.partnership_id,
        spellings.funder
    from partnerships
    left join spellings on partnerships.funder_folded = spellings.funder_folded
)

select * from funded
