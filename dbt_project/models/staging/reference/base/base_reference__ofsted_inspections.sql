-- Written from extract/contracts by `make contracts`; without this line it is left alone.
{{ config(indexes=[{'columns': ['urn', 'inspected_on'], 'unique': true}]) }}

with contents as (
    select * from {{ ref('base_ops__contents') }}
    where {{ is_due('reference', 'ofsted_inspections') }}
),

received as (
    select * from {{ source('reference', 'ofsted_inspections') }}
),

trimmed as (
    select
        {{ trimmed_columns('reference', 'ofsted_inspections') }}
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
        {{ typed_columns('reference', 'ofsted_inspections') }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
),

newest as (
    select distinct on (urn, inspected_on) *
    from typed
    order by
        urn asc,
        inspected_on asc,
        {{ newest_first('reference', 'ofsted_inspections') }}
)

select * from newest
