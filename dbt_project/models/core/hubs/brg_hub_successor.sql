with links as (
    select * from {{ ref('stg_platform__hubs') }}
    where successor_hub_id is not null
),

hubs as (
    select * from {{ ref('dim_hub') }}
),

successors as (
    select
        links.hub_id as predecessor_hub_id,
        coalesce(known.hub_id, 'unknown') as successor_hub_id,
        sum(links.share) as share,
        predecessors.valid_to as closed_on
    from links
    inner join hubs as predecessors on links.hub_id = predecessors.hub_id
    left join hubs as known on links.successor_hub_id = known.hub_id
    group by 1, 2, 4
)

select * from successors
