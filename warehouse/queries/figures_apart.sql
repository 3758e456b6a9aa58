-- The published figures that do not agree with the computed ones.
select
    figure_id,
    where_printed,
    published_value,
    computed_value
from marts.kpi_published_check
where not agrees
order by figure_id
