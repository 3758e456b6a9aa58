with requests as (
    select * from {{ ref('int_request__categorised') }}
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

described as (
    select
        requests.request_id,
        coalesce(organisations.organisation_id, 'unknown') as organisation_id,
        requests.organiser_id,
        {% for name in ['activity_type', 'key_stage', 'delivery_mode', 'status'] -%}
        requests.{{ name }}_raw,
        requests.{{ name }},
        requests.{{ name }}_method,
        {% endfor -%}
        requests.ambassadors_wanted as ambassadors_wanted_count,
        requests.requested_on,
        requests.needed_by as needed_by_on,
        requests.closed_on,
        requests.updated_at
    from requests
    left join organisations on requests.organisation_id = organisations.organisation_id
)

select * from described
