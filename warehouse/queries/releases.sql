-- The last ten builds, newest first.
select
    release_id,
    status,
    as_of_on,
    started_at,
    released_at
from ops.releases
order by release_id desc
limit 10
