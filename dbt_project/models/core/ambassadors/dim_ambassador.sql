-- Deleted people are not in it; what they did stays, with the member 'unknown'.
with ambassadors as (
    select * from {{ ref('int_ambassador__categorised') }}
),

birthdays as (
    select
        ambassador_key,
        date_of_birth
    from {{ ref('pii_platform__ambassadors') }}
),

hubs as (
    select * from {{ ref('dim_hub') }}
),

as_of as (
    select * from {{ ref('int_calendar__as_of') }}
),

aged as (
    select
        birthdays.ambassador_key,
        extract(year from age(as_of.as_of_on, birthdays.date_of_birth))::integer as age
    from birthdays
    cross join as_of
    where birthdays.date_of_birth <= as_of.as_of_on
),

age_bands as (
    select * from {{ ref('age_bands') }}
),

described as (
    select
        ambassadors.ambassador_key,
        coalesce(hubs.hub_id, 'unknown') as hub_id,
        ambassadors.local_authority_code,
        coalesce(age_bands.age_band, 'Not stated') as age_band,
        ambassadors.occupation,
        {% for name in ['status', 'gender', 'ethnicity', 'disability', 'employer_sector', 'stem_discipline'] -%}
        ambassadors.{{ name }}_raw,
        ambassadors.{{ name }},
        ambassadors.{{ name }}_method,
        {% endfor -%}
        ambassadors.registered_on,
        coalesce(
            ambassadors.withdrawn_on,
            case
                when ambassadors.status = 'Withdrawn'
                    then (ambassadors.updated_at at time zone 'Europe/London')::date
            end
        ) as withdrawn_on,
        ambassadors.dbs_checked_on,
        ambassadors.updated_at
    from ambassadors
    left join hubs on ambassadors.hub_id = hubs.hub_id
    left join aged on ambassadors.ambassador_key = aged.ambassador_key
    left join age_bands on aged.age between age_bands.from_age and age_bands.to_age
),

with_unknown as (
    select * from described
    union all
    select
        'unknown',
        'unknown',
        {% for _ in range(24) -%}
        null,
        {% endfor -%}
        null
)

select * from with_unknown
