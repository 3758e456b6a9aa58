with schools as (
    select * from {{ ref('int_programme__inspection') }}
    where is_active
),

programmes as (
    select programme
    from schools
    group by programme
),

ratings as (
    select rating::text as rating_before
    from {{ ref('inspection_ratings') }}
    where rating is not null
    group by 1
    union all
    select 'new'
    union all
    select 'all'
),

grid as (
    select
        programmes.programme,
        ratings.rating_before
    from programmes
    cross join ratings
),

-- A school without a rating before has nothing to compare: it is inspected for the first time.
counted as (
    select
        grid.programme,
        grid.rating_before,
        count(schools.urn) as schools_count,
        count(*) filter (where schools.rating_change in ('improved', 'same', 'declined')) as inspected_since_count,
        count(*) filter (where schools.rating_change = 'improved') as improved_count,
        count(*) filter (where schools.rating_change = 'same') as same_count,
        count(*) filter (where schools.rating_change = 'declined') as declined_count,
        count(*) filter (where schools.rating_change = 'first inspection') as first_inspection_count
    from grid
    left join schools
        on
            grid.programme = schools.programme
            and (grid.rating_before = schools.rating_before or grid.rating_before = 'all')
    group by 1, 2
)

select * from counted
