-- The published figures whose marts are built, by where they are printed.
select
    report,
    where_printed,
    count(*) as figures_count,
    count(*) filter (where agrees) as agreeing_count
from marts.kpi_published_check
where agrees is not null
group by report, where_printed
order by min(figure_id)
