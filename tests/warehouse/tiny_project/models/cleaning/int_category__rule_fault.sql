select
    null::text as taxonomy,
    null::text as pattern,
    null::text as fault
where false
