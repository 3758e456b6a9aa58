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
        {{ category_cells('point') }},
        {{ category_cells('subject') }},
        {{ category_cells('criterion') }},
        rated.rating,
        rated.rated_on
    from rated
    left join programmes on rated.programme_id = programmes.programme_id
    {{ join_category('rated', 'point') }}
    {{ join_category('rated', 'subject', taxonomy='subject_ratings.subject') }}
    {{ join_category('rated', 'criterion') }}
)

select * from described
