with rated as (
    select * from {{ ref('stg_cpd__subject_ratings') }}
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
            jsonb_build_array(rated.programme_id, rated.urn, rated.point, rated.subject, rated.criterion)::text
        ) as subject_rating_key,
        coalesce(programmes.programme_id, 'unknown') as programme_id,
        rated.urn,
        points.raw as point_raw,
        points.category as point,
        points.method as point_method,
        subjects.raw as subject_raw,
        subjects.category as subject,
        subjects.method as subject_method,
        criteria.raw as criterion_raw,
        criteria.category as criterion,
        criteria.method as criterion_method,
        rated.rating,
        rated.rated_on
    from rated
    left join programmes on rated.programme_id = programmes.programme_id
    left join resolved as points
        on
            points.taxonomy = 'point'
            and coalesce(rated.point, '') = points.reported_value
    left join resolved as subjects
        on
            subjects.taxonomy = 'subject_ratings.subject'
            and coalesce(rated.subject, '') = subjects.reported_value
    left join resolved as criteria
        on
            criteria.taxonomy = 'criterion'
            and coalesce(rated.criterion, '') = criteria.reported_value
)

select * from described
