with stages as (
    select * from {{ ref('stg_cpd__maturity') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

described as (
    select
        md5(
            jsonb_build_array(stages.programme_id, stages.urn, stages.point, stages.aspect)::text
        ) as maturity_key,
        coalesce(programmes.programme_id, 'unknown') as programme_id,
        stages.urn,
        {{ category_cells('point') }},
        {{ category_cells('aspect') }},
        stages.stage,
        stages.assessed_on
    from stages
    left join programmes on stages.programme_id = programmes.programme_id
    {{ join_category('stages', 'point') }}
    {{ join_category('stages', 'aspect') }}
)

select * from described
