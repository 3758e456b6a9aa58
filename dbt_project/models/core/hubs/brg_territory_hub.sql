with spans as (
    select * from {{ ref('int_territory__span') }}
),

held as (
    select * from {{ ref('int_territory__held') }}
),

hubs as (
    select
        spans.territory_key,
        held.hub_basis,
        held.hub_id,
        held.share
    from spans
    inner join held
        on
            spans.local_authority_code = held.local_authority_code
            and spans.home_hub_id = held.home_hub_id
            and spans.from_on = held.from_on
    group by 1, 2, 3, 4
)

select * from hubs
