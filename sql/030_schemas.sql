create schema if not exists ops;
create schema if not exists raw authorization warehouse_loader;
create schema if not exists staging authorization warehouse_transformer;
create schema if not exists pii authorization warehouse_transformer;
create schema if not exists core authorization warehouse_transformer;
create schema if not exists marts authorization warehouse_transformer;
create schema if not exists quality authorization warehouse_transformer;
