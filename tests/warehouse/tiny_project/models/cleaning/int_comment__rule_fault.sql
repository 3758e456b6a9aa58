select
    null::text as list,
    null::text as pattern,
    null::text as fault
where false
