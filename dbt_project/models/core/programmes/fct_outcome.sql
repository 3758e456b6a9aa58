with outcomes as (
    select * from {{ ref('stg_cpd__outcomes') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

described as (
    select
        outcomes.outcome_id,
        coalesce(programmes.programme_id, 'unknown') as programme_id,
        case when outcomes.partnership_id is not null then coalesce(partnerships.partnership_id, 'unknown') end
            as partnership_id,
        outcomes.urn,
        {{ category_cells('audience') }},
        {{ category_cells('domain') }},
        outcomes.outcome,
        outcomes.evidence,
        outcomes.recorded_on
    from outcomes
    left join programmes on outcomes.programme_id = programmes.programme_id
    left join partnerships on outcomes.partnership_id = partnerships.partnership_id
    {{ join_category('outcomes', 'audience') }}
    {{ join_category('outcomes', 'domain') }}
)

select * from described
