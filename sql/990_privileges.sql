revoke all on all tables in schema ops from public;
revoke all on function ops.pseudonym(text) from public;

grant usage on schema ops to warehouse_loader, warehouse_transformer;
grant select, insert, update on ops.ledger to warehouse_loader;
grant select on ops.rejected_files to warehouse_loader, warehouse_transformer;
grant select, insert, update, delete on ops.quarantine to warehouse_loader;
grant select, insert on ops.contracts to warehouse_loader;
grant usage, select on sequence ops.ledger_load_id_seq to warehouse_loader;

grant select on ops.ledger, ops.quarantine, ops.contracts to warehouse_transformer;
grant select, insert, update, delete on ops.staging_watermark to warehouse_transformer;
grant select, insert, update, delete on ops.releases, ops.test_results to warehouse_transformer;
grant select, insert, update, delete on ops.category_predictions to warehouse_transformer;
grant usage, select on sequence ops.releases_release_id_seq to warehouse_transformer;
grant execute on function ops.pseudonym(text) to warehouse_transformer;

set local role warehouse_loader;
grant usage on schema raw to warehouse_transformer;
grant select on all tables in schema raw to warehouse_transformer;
alter default privileges in schema raw grant select on tables to warehouse_transformer;
reset role;

-- Candidate schemas get their grants when they are made; these are for the first, empty ones.
set local role warehouse_transformer;
grant usage on schema core, marts, quality to warehouse_analyst;
grant usage on schema marts to warehouse_bi;
grant usage on schema pii to warehouse_pii;
grant select on all tables in schema pii to warehouse_pii;
alter default privileges in schema pii grant select on tables to warehouse_pii;
reset role;
