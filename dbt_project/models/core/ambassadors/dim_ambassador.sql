-- Deleted people are not in it; what they did stays, with the member 'unknown'.
with ambassadors as (
    select * from {{ ref('stg_platform__ambassadors') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

hubs as (
    select * from {{ ref('dim_hub') }}
),

ages as (
    select * from {{ ref('int_ambassador__age') }}
),

occupations as (
    select * from {{ ref('int_occupation__coded') }}
),

described as (
    select
        ambassadors.ambassador_key,
        coalesce(hubs.hub_id, 'unknown') as hub_id,
        ambassadors.local_authority_code,
        coalesce(ages.age_band, 'Not stated') as age_band,
        ambassadors.occupation,
        occupations.occupation_group,
        occupations.occupation_group_code,
        occupations.occupation_unit_group,
        occupations.occupation_unit_group_code,
        occupations.occupation_method,
        statuses.raw as status_raw,
        statuses.category as status,
        statuses.method as status_method,
        genders.raw as gender_raw,
        genders.category as gender,
        genders.method as gender_method,
        ethnicities.raw as ethnicity_raw,
        ethnicities.category as ethnicity,
        ethnicities.method as ethnicity_method,
        disabilities.raw as disability_raw,
        disabilities.category as disability,
        disabilities.method as disability_method,
        employer_sectors.raw as employer_sector_raw,
        employer_sectors.category as employer_sector,
        employer_sectors.method as employer_sector_method,
        stem_disciplines.raw as stem_discipline_raw,
        stem_disciplines.category as stem_discipline,
        stem_disciplines.method as stem_discipline_method,
        ambassadors.registered_on,
        case
            when ambassadors.withdrawn_on is not null then ambassadors.withdrawn_on
            when statuses.category = 'Withdrawn' then (ambassadors.updated_at at time zone 'Europe/London')::date
        end as withdrawn_on,
        ambassadors.dbs_checked_on,
        ambassadors.updated_at
    from ambassadors
    left join hubs on ambassadors.hub_id = hubs.hub_id
    left join ages on ambassadors.ambassador_key = ages.ambassador_key
    left join occupations on coalesce(ambassadors.occupation, '') = occupations.reported_value
    left join resolved as statuses
        on
            statuses.taxonomy = 'ambassadors.status'
            and coalesce(ambassadors.status, '') = statuses.reported_value
    left join resolved as genders
        on
            genders.taxonomy = 'gender'
            and coalesce(ambassadors.gender, '') = genders.reported_value
            and coalesce(ambassadors.gender_other, '') = genders.reported_companion
    left join resolved as ethnicities
        on
            ethnicities.taxonomy = 'ethnicity'
            and coalesce(ambassadors.ethnicity, '') = ethnicities.reported_value
            and coalesce(ambassadors.ethnicity_other, '') = ethnicities.reported_companion
    left join resolved as disabilities
        on
            disabilities.taxonomy = 'disability'
            and coalesce(ambassadors.disability, '') = disabilities.reported_value
    left join resolved as employer_sectors
        on
            employer_sectors.taxonomy = 'employer_sector'
            and coalesce(ambassadors.employer_sector, '') = employer_sectors.reported_value
            and coalesce(ambassadors.employer_sector_other, '') = employer_sectors.reported_companion
    left join resolved as stem_disciplines
        on
            stem_disciplines.taxonomy = 'stem_discipline'
            and coalesce(ambassadors.stem_discipline, '') = stem_disciplines.reported_value
            and coalesce(ambassadors.stem_discipline_other, '') = stem_disciplines.reported_companion
),

with_unknown as (
    select * from described
    union all
    select
        'unknown',
        'unknown',
        {% for _ in range(29) -%}
        null,
        {% endfor -%}
        null
)

select * from with_unknown
