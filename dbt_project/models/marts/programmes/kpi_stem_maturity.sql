-- Only schools that were assessed at both points count. Overall is the mean of the aspects' means; its
-- modal change is that of all their changes.
with stages as (
    select * from {{ ref('int_maturity__newest') }}
),

paired as (
    select
        starts.programme,
        starts.urn,
        starts.aspect,
        starts.stage as start_stage,
        ends.stage as end_stage,
        ends.stage - starts.stage as change
    from stages as starts
    inner join stages as ends
        on
            starts.programme = ends.programme
            and starts.urn = ends.urn
            and starts.aspect = ends.aspect
    where starts.point = 'Start' and ends.point = 'End'
),

scoped as (
    select
        paired.programme,
        aspects.aspect,
        paired.urn,
        paired.change
    from paired
    cross join lateral (values (paired.aspect), ('Overall')) as aspects (aspect)
),

changes as (
    select
        programme,
        aspect,
        change,
        count(*) as pairs_count
    from scoped
    group by 1, 2, 3
),

modal as (
    select distinct on (programme, aspect)
        programme,
        aspect,
        change as modal_change
    from changes
    order by programme asc, aspect asc, pairs_count desc, change desc
),

schools as (
    select
        programme,
        aspect,
        count(distinct urn) as schools_count
    from scoped
    group by 1, 2
),

means as (
    select
        programme,
        aspect,
        avg(start_stage) as mean_start,
        avg(end_stage) as mean_end,
        avg(change) as mean_change
    from paired
    group by 1, 2
),

with_overall as (
    select * from means
    union all
    select
        programme,
        'Overall',
        avg(mean_start),
        avg(mean_end),
        avg(mean_change)
    from means
    group by 1
),

described as (
    select
        schools.programme,
        schools.aspect,
        schools.schools_count,
        with_overall.mean_start,
        with_overall.mean_end,
        with_overall.mean_change,
        modal.modal_change
    from schools
    left join with_overall on schools.programme = with_overall.programme and schools.aspect = with_overall.aspect
    left join modal on schools.programme = modal.programme and schools.aspect = modal.aspect
)

select * from described
