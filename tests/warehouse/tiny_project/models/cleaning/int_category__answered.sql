select
    null::text as taxonomy,
    null::text as text,
    null::text as text_hash,
    null::text as method
where false
