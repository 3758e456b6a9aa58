-- Shows what a test of a person's own may select.
select
    hub_id,
    hub_name,
    length(hub_name) as name_length
from {{ ref('dim_hub') }}
where length(hub_name) > 30
