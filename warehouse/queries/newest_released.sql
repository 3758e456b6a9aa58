select
    release_id,
    built_from,
    project_fingerprint,
    as_of_on,
    status
from ops.releases
where released_at is not null
order by release_id desc
limit 1
