select
    _load_id,
    hub_id,
    hub_name,
    nation
from {{ source('platform', 'hubs') }}
