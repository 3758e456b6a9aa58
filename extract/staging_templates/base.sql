{{ config(${made}indexes=[$index]) }}

with contents as (
    select * from {{ ref('base_ops__contents') }}
    where {{ is_due('$family', '$feed') }}
),

received as (
    select * from {{ source('$family', '$feed') }}
),

trimmed as (
    select
        {{ trimmed_columns('$family', '$feed') }}
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
        {{ typed_columns('$family', '$feed') }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
),

newest as (
    select distinct on ($key) *
    from typed
    order by
        $key_ascending,
        {{ newest_first('$family', '$feed') }}
)

select * from newest
