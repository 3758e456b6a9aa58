-- Written from extract/contracts by `make contracts`; without this line it is left alone.
{{ config(indexes=[{'columns': ['kpi_code', 'hub_id', 'phase', 'programme_year', 'effective_from']}]) }}

with contents as (
    select * from {{ ref('base_ops__contents') }}
    where {{ is_due('platform', 'targets') }}
),

received as (
    select * from {{ source('platform', 'targets') }}
),

trimmed as (
    select
        {{ trimmed_columns('platform', 'targets') }}
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
        {{ typed_columns('platform', 'targets') }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
),

newest as (
    select distinct on (kpi_code, hub_id, phase, programme_year, effective_from) *
    from typed
    order by
        kpi_code asc,
        hub_id asc,
        phase asc,
        programme_year asc,
        effective_from asc,
        {{ newest_first('platform', 'targets') }}
)

select * from newest
