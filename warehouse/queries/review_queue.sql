select
    field,
    count(*) as texts_count,
    sum(rows_count)::bigint as rows_count,
    sum(hours) as hours
from quality.other_review_queue
group by field
order by 3 desc, 1 asc
