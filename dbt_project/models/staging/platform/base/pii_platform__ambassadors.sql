-- Written from extract/contracts by `make contracts`; without this line it is left alone.
{{ config(
    schema='pii',
    alias='ambassadors',
    indexes=[{'columns': ['ambassador_id'], 'unique': true}, {'columns': ['ambassador_key']}],
) }}

with contents as (
    select * from {{ ref('base_ops__contents') }}
    where {{ is_due('platform', 'ambassadors') }}
),

received as (
    select * from {{ source('platform', 'ambassadors') }}
),

trimmed as (
    select
        {{ trimmed_columns('platform', 'ambassadors', pii=true) }}
        contents.file_date as _file_date,
        contents.part_order as _part_order,
        received._record_number,
        received._load_id
    from received
    inner join contents on received._load_id = contents.load_id
    where
        received._load_id >= (select min(oldest.load_id) from contents as oldest)
        and received._load_id <= (select max(newest.load_id) from contents as newest)
    offset 0
),

typed as (
    select
        {{ typed_columns('platform', 'ambassadors', pii=true) }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
),

newest as (
    select distinct on (ambassador_id) *
    from typed
    order by
        ambassador_id asc,
        {{ newest_first('platform', 'ambassadors') }}
),

keys as (
    select
        ambassador_id,
        ambassador_key
    from {{ ref('base_platform__ambassadors') }}
),

keyed as (
    select
        coalesce(keys.ambassador_key, ops.pseudonym(newest.ambassador_id)) as ambassador_key,
        newest.*
    from newest
    left join keys on newest.ambassador_id = keys.ambassador_id
)

select * from keyed
