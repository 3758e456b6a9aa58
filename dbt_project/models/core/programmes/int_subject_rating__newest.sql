-- Keys that differ only in spelling are one cell: the newest holds. What nobody can place is left out.
with ratings as (
    select * from {{ ref('fct_subject_rating') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

newest as (
    select distinct on (programmes.programme_name, ratings.urn, ratings.point, ratings.subject, ratings.criterion)
        programmes.programme_name as programme,
        ratings.urn,
        ratings.point,
        ratings.subject,
        ratings.criterion,
        ratings.rating,
        ratings.rated_on
    from ratings
    left join programmes on ratings.programme_id = programmes.programme_id
    where
        ratings.point not in ('Unresolved', 'Not stated')
        and ratings.subject not in ('Unresolved', 'Not stated')
        and ratings.criterion not in ('Unresolved', 'Not stated')
    order by
        programmes.programme_name asc,
        ratings.urn asc,
        ratings.point asc,
        ratings.subject asc,
        ratings.criterion asc,
        ratings.rated_on desc,
        ratings.subject_rating_key desc
)

select * from newest
