with schools as (
    select * from {{ ref('int_programme__outcome') }}
),

bands as (
    select * from {{ ref('cpd_unit_bands') }}
),

cohorts as (
    select * from {{ ref('int_programme__cohort') }}
    where cohort <> 'all'
),

banded as (
    select
        schools.*,
        bands.band
    from schools
    left join bands
        on
            (schools.cpd_units >= bands.from_units or bands.from_units is null)
            and (schools.cpd_units > bands.above_units or bands.above_units is null)
            and (schools.cpd_units <= bands.to_units or bands.to_units is null)
            and (schools.cpd_units < bands.below_units or bands.below_units is null)
),

categorised as (
    select
        banded.programme,
        breakdowns.breakdown,
        breakdowns.category,
        banded.outcomes_count
    from banded
    cross join
        lateral (
            values
            ('all', 'all'),
            ('phase', banded.phase),
            ('cpd_units', banded.band)
        ) as breakdowns (breakdown, category)
    union all
    select
        banded.programme,
        'cohort',
        cohorts.cohort,
        banded.outcomes_count
    from banded
    inner join cohorts on banded.programme = cohorts.programme and banded.urn = cohorts.urn
),

counted as (
    select
        programme,
        breakdown,
        category,
        count(*) as schools_count,
        sum(outcomes_count)::bigint as outcomes_count,
        sum(outcomes_count) / count(*) as outcomes_per_school
    from categorised
    group by 1, 2, 3
)

select * from counted
