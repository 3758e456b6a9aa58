-- A row weighs as much as an hour: much of what is typed has no hours of its own.
select
    field,
    raw_value,
    rows_count,
    hours,
    suggested_category,
    confidence,
    examples,
    first_seen_on
from quality.other_review_queue
order by rows_count + hours desc, field asc, raw_value asc
