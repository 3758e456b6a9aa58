select
    null::text as text,
    null::text as text_hash
where false
