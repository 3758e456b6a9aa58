with outcomes as (
    select * from {{ ref('stg_cpd__outcomes') }}
),

programmes as (
    select * from {{ ref('dim_programme') }}
),

partnerships as (
    select * from {{ ref('dim_partnership') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

described as (
    select
        outcomes.outcome_id,
        coalesce(programmes.programme_id, 'unknown') as programme_id,
        case when outcomes.partnership_id is not null then coalesce(partnerships.partnership_id, 'unknown') end
            as partnership_id,
        outcomes.urn,
        audiences.raw as audience_raw,
        audiences.category as audience,
        audiences.method as audience_method,
        domains.raw as domain_raw,
        domains.category as domain,
        domains.method as domain_method,
        outcomes.outcome,
        outcomes.evidence,
        outcomes.recorded_on
    from outcomes
    left join programmes on outcomes.programme_id = programmes.programme_id
    left join partnerships on outcomes.partnership_id = partnerships.partnership_id
    left join resolved as audiences
        on
            audiences.taxonomy = 'audience'
            and coalesce(outcomes.audience, '') = audiences.reported_value
    left join resolved as domains
        on
            domains.taxonomy = 'domain'
            and coalesce(outcomes.domain, '') = domains.reported_value
)

select * from described
