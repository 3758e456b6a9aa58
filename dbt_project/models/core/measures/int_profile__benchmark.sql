-- Names are matched folded; of two rows that say the same, the newest holds.
with benchmarks as (
    select * from {{ ref('stg_reference__benchmarks') }}
    where absent_on is null
),

populations as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'population'
),

categories as (
    select
        characteristic,
        category
    from {{ ref('int_profile__answer') }}
    group by 1, 2
),

matched as (
    select distinct on (categories.characteristic, categories.category, populations.category)
        categories.characteristic,
        categories.category,
        populations.category as population,
        benchmarks.share_pct
    from categories
    inner join benchmarks
        on
            {{ folded('categories.characteristic') }} = {{ folded('benchmarks.characteristic') }}
            and {{ folded('categories.category') }} = {{ folded('benchmarks.category') }}
    left join populations on coalesce(benchmarks.population, '') = populations.reported_value
    order by
        categories.characteristic asc,
        categories.category asc,
        populations.category asc,
        benchmarks._file_date desc,
        benchmarks._part_order desc,
        benchmarks._record_number desc
)

select * from matched
