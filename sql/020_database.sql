-- Times and days mean the same in every session, whoever opens it.
do $$
begin
    execute format('alter database %I set timezone to %L', current_database(), 'Europe/London');
    execute format('alter database %I set datestyle to %s', current_database(), 'ISO, YMD');
    -- The transformer renames schemas at a release, which needs CREATE on the database.
    execute format('revoke all on database %I from public', current_database());
    execute format(
        'grant connect, temporary on database %I to warehouse_loader', current_database()
    );
    execute format(
        'grant connect, temporary, create on database %I to warehouse_transformer',
        current_database()
    );
    execute format(
        'grant connect on database %I to warehouse_analyst, warehouse_bi, warehouse_pii',
        current_database()
    );
end
$$;
