-- A statement finds its tables by name one after another. While none of the live ones is
-- open and all are held, no statement can find half of them before a swap and half after.
-- ALTER takes the lock of a view alone; LOCK would go on to the tables it reads.
do $$
declare
    live record;
begin
    for live in
        select relation.relnamespace::regnamespace::text as schema_name, relation.relname,
            relation.relkind
        from pg_class as relation
        where relation.relnamespace::regnamespace::text in ('core', 'marts', 'quality')
            and relation.relkind in ('r', 'p', 'v', 'm')
        order by schema_name, relation.relname
    loop
        if live.relkind in ('r', 'p') then
            execute format(
                'lock table only %I.%I in access exclusive mode', live.schema_name, live.relname
            );
        else
            execute format(
                'alter table %I.%I owner to current_user', live.schema_name, live.relname
            );
        end if;
    end loop;
end
$$
