-- Written from extract/contracts by `make contracts`; without this line it is left alone.
{{ config(materialized='table', indexes=[{'columns': ['survey', 'wave', 'response_id'], 'unique': true}]) }}

with contents as (
    select * from {{ ref('base_ops__contents') }}
    where {{ is_due('survey', 'online') }}
),

received as (
    select * from {{ source('survey', 'online') }}
),

trimmed as (
    select
        {{ trimmed_columns('survey', 'online') }}
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
        {{ typed_columns('survey', 'online') }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
),

newest as (
    select distinct on (survey, wave, response_id) *
    from typed
    order by
        survey asc,
        wave asc,
        response_id asc,
        {{ newest_first('survey', 'online') }}
)

select * from newest
