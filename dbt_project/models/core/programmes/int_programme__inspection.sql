-- A school that has since become an academy has a new URN: what happened under that is not compared. An
-- inspection on the very day of joining is neither before nor since.
with schools as (
    select * from {{ ref('int_programme__school') }}
    where is_first
),

inspections as (
    select * from {{ ref('fct_inspection') }}
    where is_full
),

befores as (
    select distinct on (schools.programme, schools.urn)
        schools.programme,
        schools.urn,
        inspections.overall_rating
    from schools
    inner join inspections on schools.urn = inspections.urn
    where inspections.inspected_on < schools.engaged_on
    order by schools.programme asc, schools.urn asc, inspections.inspected_on desc
),

sinces as (
    select distinct on (schools.programme, schools.urn)
        schools.programme,
        schools.urn,
        inspections.overall_rating,
        inspections.inspected_on
    from schools
    inner join inspections on schools.urn = inspections.urn
    where inspections.inspected_on > schools.engaged_on
    order by schools.programme asc, schools.urn asc, inspections.inspected_on desc
),

compared as (
    select
        schools.programme,
        schools.urn,
        coalesce(befores.overall_rating::text, 'new') as rating_before,
        sinces.overall_rating::text as rating_since,
        case
            when sinces.overall_rating is null then 'none'
            when befores.overall_rating is null then 'first inspection'
            when sinces.overall_rating < befores.overall_rating then 'improved'
            when sinces.overall_rating = befores.overall_rating then 'same'
            else 'declined'
        end as rating_change,
        sinces.inspected_on - schools.engaged_on as days_to_inspection,
        schools.is_active_in_programme as is_active
    from schools
    left join befores on schools.programme = befores.programme and schools.urn = befores.urn
    left join sinces on schools.programme = sinces.programme and schools.urn = sinces.urn
)

select * from compared
