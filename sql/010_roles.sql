-- Roles belong to the whole cluster and another database may be initialised at the
-- same moment: look first, then act; warehouse.database tries again after a conflict.
do $$
declare
    wanted record;
begin
    for wanted in
        select role_name, may_log_in
        from (
            values
            ('warehouse_loader', false),
            ('warehouse_transformer', false),
            ('warehouse_analyst', true),
            ('warehouse_bi', true),
            ('warehouse_pii', true)
        ) as roles (role_name, may_log_in)
    loop
        if not exists (select from pg_roles where rolname = wanted.role_name) then
            execute format(
                'create role %I %s', wanted.role_name,
                case when wanted.may_log_in then 'login' else 'nologin' end
            );
        end if;
        if not (
            pg_has_role(current_user, wanted.role_name, 'set')
            and pg_has_role(current_user, wanted.role_name, 'usage')
        ) then
            execute format(
                'grant %I to %I with set true, inherit true', wanted.role_name, current_user
            );
        end if;
    end loop;

    -- A value that an operator has chosen stays.
    for wanted in
        select role_name, setting, chosen
        from (
            values
            ('warehouse_analyst', 'default_transaction_read_only', 'on'),
            ('warehouse_bi', 'default_transaction_read_only', 'on'),
            ('warehouse_bi', 'statement_timeout', '60s'),
            ('warehouse_pii', 'default_transaction_read_only', 'on')
        ) as settings (role_name, setting, chosen)
    loop
        if not exists (
            select from pg_db_role_setting as present
            join pg_roles as owner on present.setrole = owner.oid
            cross join unnest(present.setconfig) as config (line)
            where owner.rolname = wanted.role_name
                and present.setdatabase = 0
                and split_part(config.line, '=', 1) = wanted.setting
        ) then
            execute format(
                'alter role %I set %I = %L', wanted.role_name, wanted.setting, wanted.chosen
            );
        end if;
    end loop;
end
$$;
