-- Means of means, STEM first and all criteria then: a subject that few schools rate weighs as much as any other.
with ratings as (
    select * from {{ ref('int_subject_rating__newest') }}
),

schools as (
    select * from {{ ref('dim_school') }}
),

scoped as (
    select
        ratings.programme,
        scopes.urn,
        ratings.point,
        ratings.subject,
        ratings.criterion,
        case when ratings.subject <> 'Non-STEM' then 'STEM' end as stem,
        ratings.urn as rated_urn,
        ratings.rating
    from ratings
    cross join lateral (values (ratings.urn), (null)) as scopes (urn)
),

cells as (
    select
        programme,
        urn,
        point,
        subject,
        criterion,
        avg(rating) as mean_rating
    from scoped
    group by 1, 2, 3, 4, 5
),

with_stem as (
    select * from cells
    union all
    select
        programme,
        urn,
        point,
        'STEM',
        criterion,
        avg(mean_rating)
    from cells
    where subject <> 'Non-STEM'
    group by 1, 2, 3, 5
),

with_all_criteria as (
    select * from with_stem
    union all
    select
        programme,
        urn,
        point,
        subject,
        'All criteria',
        avg(mean_rating)
    from with_stem
    group by 1, 2, 3, 4
),

raters as (
    select
        scoped.programme,
        scoped.urn,
        scoped.point,
        subjects.subject,
        criteria.criterion,
        count(distinct scoped.rated_urn) as schools_count
    from scoped
    cross join lateral (values (scoped.subject), (scoped.stem)) as subjects (subject)
    cross join lateral (values (scoped.criterion), ('All criteria')) as criteria (criterion)
    where subjects.subject is not null
    group by 1, 2, 3, 4, 5
),

described as (
    select
        means.programme,
        means.urn,
        case when means.urn is null then 'all' else coalesce(schools.school_name, 'Unknown') end as school,
        lower(means.point) as point,
        means.subject,
        means.criterion,
        raters.schools_count,
        means.mean_rating
    from with_all_criteria as means
    inner join raters
        on
            means.programme = raters.programme
            and means.urn is not distinct from raters.urn
            and means.point = raters.point
            and means.subject = raters.subject
            and means.criterion = raters.criterion
    left join schools on means.urn = schools.urn
)

select * from described
