-- HMAC-SHA-256 (RFC 2104) from sha256() alone. The key is kept as its two pads, so that
-- a call costs two hashes and the key itself stands nowhere.
create table if not exists ops.pseudonym_key (
    is_only_row boolean primary key default true check (is_only_row),
    inner_pad bytea not null check (octet_length(inner_pad) = 64),
    outer_pad bytea not null check (octet_length(outer_pad) = 64)
);

comment on table ops.pseudonym_key is
'One row: the key of all pseudonyms. Only its owner reads it.';

create or replace function ops.pseudonym(identifier text) returns text
language plpgsql
stable
strict
parallel safe
security definer
set search_path to pg_catalog, ops, pg_temp
as $$
declare
    pseudonym text;
begin
    select encode(
        sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(identifier, 'UTF8'))), 'hex'
    )
    into pseudonym
    from ops.pseudonym_key as pads;

    if pseudonym is null then
        raise exception 'no pseudonym key is registered'
            using hint = 'Run: warehouse init';
    end if;
    return pseudonym;
end
$$;

comment on function ops.pseudonym(text) is
'The pseudonymous key of an identifier: HMAC-SHA-256 in hexadecimal.';
