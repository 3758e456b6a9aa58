-- Keys that differ only in spelling are one cell: the newest holds. What nobody can place is left out.
with ratings as (
    select * from {{ ref('fct_maturity') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

newest as (
    select distinct on (programmes.programme_name, ratings.urn, ratings.point, ratings.aspect)
        programmes.programme_name as programme,
        ratings.urn,
        ratings.point,
        ratings.aspect,
        ratings.stage,
        ratings.assessed_on
    from ratings
    left join programmes on ratings.programme_id = programmes.programme_id
    where
        ratings.point not in ('Unresolved', 'Not stated')
        and ratings.aspect not in ('Unresolved', 'Not stated')
    order by
        programmes.programme_name asc,
        ratings.urn asc,
        ratings.point asc,
        ratings.aspect asc,
        ratings.assessed_on desc,
        ratings.maturity_key desc
)

select * from newest
