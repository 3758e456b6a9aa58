select
    nation,
    count(*) as hubs_count
from {{ ref('dim_hub') }}
group by nation
