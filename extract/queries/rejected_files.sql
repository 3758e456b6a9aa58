select
    file_path,
    file_date,
    rejected_at,
    reason,
    evidence
from ops.rejected_files
where family = %(family)s and feed = %(feed)s and file_date >= coalesce(%(since)s, file_date)
order by file_date, part_order, file_path
