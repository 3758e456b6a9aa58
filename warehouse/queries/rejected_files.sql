select
    load_id,
    file_path,
    reason,
    remedy,
    rejected_at
from ops.rejected_files
order by load_id
