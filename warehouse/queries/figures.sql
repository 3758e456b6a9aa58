-- The published figures whose marts are built.
select
    figure_id,
    where_printed,
    published_value,
    computed_value,
    agrees
from marts.kpi_published_check
where agrees is not null
order by figure_id
