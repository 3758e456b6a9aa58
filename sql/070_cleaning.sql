create table if not exists ops.category_predictions (
    taxonomy text not null,
    text_hash text not null,
    model_version text not null,
    category text,
    confidence double precision,
    is_applied boolean not null,
    predicted_at timestamptz not null default now(),
    primary key (taxonomy, text_hash)
);

alter table ops.category_predictions add column if not exists unit_group_code text;

comment on table ops.category_predictions is
'One row a text that neither list, decision nor rule answers: what the model makes of it.';
comment on column ops.category_predictions.text_hash is
'SHA-256 of the text in lower case, a single space between its words; the text itself is not kept.';
comment on column ops.category_predictions.model_version is 'The model that said so.';
comment on column ops.category_predictions.category is
'The category that is likeliest; null where the model has no suggestion.';
comment on column ops.category_predictions.confidence is
'How likely the model takes that category to be, 0 to 1.';
comment on column ops.category_predictions.is_applied is
'True where the model is sure enough to be believed; else it is a suggestion for a steward.';
comment on column ops.category_predictions.unit_group_code is
'Of an occupation, the code of its unit group where the model is sure of that too.';

-- SQL for the database and Python for the evaluation read the same patterns.
create or replace function ops.server_pattern(pattern text) returns text
language sql
immutable
parallel safe
as $$ select replace(pattern, '\b', '\y') $$;

comment on function ops.server_pattern(text) is
'A rule''s pattern as this server reads it: \b, a word''s edge in most languages, is \y here.';
