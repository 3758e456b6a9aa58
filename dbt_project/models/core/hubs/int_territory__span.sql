-- Wherever the same hubs hold the same shares is one territory.
with held as (
    select
        local_authority_code,
        home_hub_id,
        from_on,
        to_on,
        jsonb_agg(jsonb_build_array(hub_basis, hub_id, share) order by hub_basis, hub_id) as hubs
    from {{ ref('int_territory__held') }}
    group by local_authority_code, home_hub_id, from_on, to_on
),

keyed as (
    select
        dense_rank() over (order by hubs)::int as territory_key,
        local_authority_code,
        home_hub_id,
        from_on,
        to_on
    from held
)

select * from keyed
