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
        {{ category_cells('status') }},
        {{ category_cells('gender') }},
        {{ category_cells('ethnicity') }},
        {{ category_cells('disability') }},
        {{ category_cells('employer_sector') }},
        {{ category_cells('stem_discipline') }},
        ambassadors.registered_on,
        case
            when ambassadors.withdrawn_on is not null then ambassadors.withdrawn_on
            when status_resolved.category = 'Withdrawn' then (ambassadors.updated_at at time zone 'Europe/London')::date
        end as withdrawn_on,
        ambassadors.dbs_checked_on,
        ambassadors.updated_at
    from ambassadors
    left join hubs on ambassadors.hub_id = hubs.hub_id
    left join ages on ambassadors.ambassador_key = ages.ambassador_key
    left join occupations on coalesce(ambassadors.occupation, '') = occupations.reported_value
    {{ join_category('ambassadors', 'status', taxonomy='ambassadors.status') }}
    {{ join_category('ambassadors', 'gender', has_other=true) }}
    {{ join_category('ambassadors', 'ethnicity', has_other=true) }}
    {{ join_category('ambassadors', 'disability') }}
    {{ join_category('ambassadors', 'employer_sector', has_other=true) }}
    {{ join_category('ambassadors', 'stem_discipline', has_other=true) }}
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
