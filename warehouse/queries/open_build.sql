select
    release_id,
    built_from,
    project_fingerprint,
    as_of_on,
    status
from ops.releases
where status = 'building'
