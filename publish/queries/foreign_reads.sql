-- What a candidate's view reads must be swapped together with it, or be ops itself.
select
    reader.oid::regclass::text as reader,
    string_agg(distinct source.oid::regclass::text, ', ') as sources
from pg_depend as link
inner join pg_rewrite as rule
    on link.classid = 'pg_rewrite'::regclass and link.objid = rule.oid
inner join pg_class as reader on rule.ev_class = reader.oid
inner join pg_class as source
    on link.refclassid = 'pg_class'::regclass and link.refobjid = source.oid
where
    reader.relnamespace::regnamespace::text
    in ('core_candidate', 'marts_candidate', 'quality_candidate')
    and source.relnamespace::regnamespace::text
    not in ('core_candidate', 'marts_candidate', 'quality_candidate', 'ops', 'pg_catalog')
group by reader.oid
order by reader
