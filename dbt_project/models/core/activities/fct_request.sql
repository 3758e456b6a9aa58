with requests as (
    select * from {{ ref('stg_platform__requests') }}
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

resolved as (
    select * from {{ ref('int_category__resolved') }}
),

territories as (
    select * from {{ ref('int_territory__span') }}
),

described as (
    select
        requests.request_id,
        coalesce(organisations.organisation_id, 'unknown') as organisation_id,
        requests.organiser_id,
        territories.territory_key,
        {{ category_cells('activity_type') }},
        {{ category_cells('key_stage') }},
        {{ category_cells('delivery_mode') }},
        {{ category_cells('status') }},
        requests.ambassadors_wanted as ambassadors_wanted_count,
        requests.requested_on,
        requests.needed_by as needed_by_on,
        requests.closed_on,
        requests.updated_at
    from requests
    left join organisations on requests.organisation_id = organisations.organisation_id
    left join territories
        on
            coalesce(organisations.local_authority_code, '') = territories.local_authority_code
            and coalesce(organisations.hub_id, 'unknown') = territories.home_hub_id
            and requests.requested_on between territories.from_on and territories.to_on
    {{ join_category('requests', 'activity_type', has_other=true) }}
    {{ join_category('requests', 'key_stage') }}
    {{ join_category('requests', 'delivery_mode') }}
    {{ join_category('requests', 'status', taxonomy='requests.status') }}
)

select * from described
