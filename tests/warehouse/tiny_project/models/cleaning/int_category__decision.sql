select
    null::text as taxonomy,
    null::text as raw_value,
    null::text as category,
    null::text as decision,
    null::boolean as is_in_force
where false
