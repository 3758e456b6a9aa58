-- More or less than the whole would be counted with its shares as stated; a person should correct the list.
{{ config(severity='warn') }}

with successors as (
    select * from {{ ref('brg_hub_successor') }}
),

shared as (
    select
        predecessor_hub_id,
        sum(share) as share
    from successors
    group by predecessor_hub_id
)

select * from shared
where round(share, 6) <> 1
