with people as (
    select * from {{ ref('pii_platform__ambassadors') }}
    where deleted_at is null
),

as_of as (
    select * from {{ ref('int_calendar__as_of') }}
),

aged as (
    select
        people.ambassador_key,
        case
            when people.date_of_birth <= as_of.as_of_on
                then extract(year from age(as_of.as_of_on, people.date_of_birth))::integer
        end as age
    from people
    cross join as_of
),

age_bands as (
    select * from {{ ref('age_bands') }}
),

banded as (
    select
        aged.ambassador_key,
        coalesce(age_bands.age_band, 'Not stated') as age_band
    from aged
    left join age_bands on aged.age between age_bands.from_age and age_bands.to_age
)

select * from banded
