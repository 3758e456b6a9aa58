select *
from {{ ref('kpi_reach') }}
where organisations_reached_count > organisations_in_scope_count
