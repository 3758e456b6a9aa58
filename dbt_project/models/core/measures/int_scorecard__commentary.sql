-- What a hub wrote stays with that hub, whoever holds its area today.
with commentaries as (
    select * from {{ ref('stg_platform__commentaries') }}
),

rags as (
    select * from {{ ref('int_category__resolved') }}
    where taxonomy = 'rag'
),

months as (
    select * from {{ ref('int_period__keyed') }}
    where period_type = 'month'
),

hub_places as (
    select * from {{ ref('int_hub__place') }}
    where geography_level in ('national', 'hub')
),

placed as (
    select
        months.period_key,
        hub_places.place_key,
        hub_places.hub_basis,
        hub_places.geography_level,
        commentaries.kpi_code,
        case when rags.category not in ('Unresolved', 'Not stated') then lower(rags.category) end as rag_stated,
        commentaries.barriers,
        commentaries.enablers,
        commentaries.risk
    from commentaries
    inner join months on commentaries.month = months.period
    inner join hub_places on coalesce(commentaries.hub_id, '') = hub_places.hub_id
    left join rags on coalesce(commentaries.rag, '') = rags.reported_value
)

select * from placed
