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
        points.raw as point_raw,
        points.category as point,
        points.method as point_method,
        aspects.raw as aspect_raw,
        aspects.category as aspect,
        aspects.method as aspect_method,
        stages.stage,
        stages.assessed_on
    from stages
    left join programmes on stages.programme_id = programmes.programme_id
    left join resolved as points
        on
            points.taxonomy = 'point'
            and coalesce(stages.point, '') = points.reported_value
    left join resolved as aspects
        on
            aspects.taxonomy = 'aspect'
            and coalesce(stages.aspect, '') = aspects.reported_value
)

select * from described
