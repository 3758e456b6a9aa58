{%- set marts = [
    'kpi_activity_mix',
    'kpi_ambassador_profile',
    'kpi_ambassadors',
    'kpi_demand',
    'kpi_other_categories',
    'kpi_reach',
    'kpi_reporting_lag',
    'kpi_satisfaction',
    'kpi_scorecard',
    'kpi_sustained_engagement',
    'kpi_volunteer_hours',
    'kpi_young_people',
] -%}
with national as (
    {% for mart in marts %}
    select
        '{{ mart }}' as mart,
        mart_row.hub_basis,
        to_jsonb(mart_row) - 'hub_basis' as cells
    from {{ ref(mart) }} as mart_row
    where mart_row.geography_level = 'national'
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select
    mart,
    cells
from national
group by mart, cells
having count(distinct hub_basis) <> 2
