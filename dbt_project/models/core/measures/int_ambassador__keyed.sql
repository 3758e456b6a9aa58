with ambassadors as (
    select * from {{ ref('dim_ambassador') }}
    where ambassador_key <> 'unknown'
),

homes as (
    select * from {{ ref('int_home__keyed') }}
),

keyed as (
    select
        row_number() over ()::int as ambassador_number,
        ambassadors.ambassador_key,
        homes.home_key,
        date_trunc('month', ambassadors.registered_on::timestamp)::date as registered_month_on,
        date_trunc('month', ambassadors.withdrawn_on::timestamp)::date as withdrawn_month_on
    from ambassadors
    left join homes
        on
            coalesce(ambassadors.local_authority_code, '') = homes.local_authority_code
            and coalesce(ambassadors.hub_id, '') = homes.hub_id
)

select * from keyed
