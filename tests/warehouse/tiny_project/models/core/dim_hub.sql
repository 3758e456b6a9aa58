select
    hub_id,
    hub_name,
    nation
from {{ ref('stg_platform__hubs') }}
