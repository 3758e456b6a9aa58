with partnerships as (
    select * from {{ ref('stg_cpd__partnerships') }}
    where partnership_id <> 'unknown'
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

statuses as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'partnerships.status'
),

described as (
    select
        partnerships.partnership_id,
        coalesce(programmes.programme_id, 'unknown') as programme_id,
        partnerships.lead_urn,
        partnerships.partnership_name,
        -- 'all' is how marts call the total of the cohorts
        case when partnerships.cohort = 'all' then '"all"' else partnerships.cohort end as cohort,
        partnerships.funder,
        statuses.raw as status_raw,
        statuses.category as status,
        statuses.method as status_method,
        partnerships.funding_gbp,
        coalesce(statuses.category = 'Active', false) as is_active,
        partnerships.starts_on,
        partnerships.ends_on,
        partnerships.updated_at
    from partnerships
    left join programmes on partnerships.programme_id = programmes.programme_id
    left join statuses on coalesce(partnerships.status, '') = statuses.reported_value
),

with_unknown as (
    select * from described
    union all
    select
        'unknown',
        'unknown',
        null,
        'Unknown',
        {% for _ in range(5) -%}
        null,
        {% endfor -%}
        null,
        false,
        null,
        null,
        null
)

select * from with_unknown
