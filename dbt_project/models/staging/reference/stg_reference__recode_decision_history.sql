-- Every version that was ever received: raw keeps them all, and there are few.
with contents as (
    select * from {{ ref('base_ops__contents') }}
    where family = 'reference' and feed = 'recode_decisions'
),

received as (
    select * from {{ source('reference', 'recode_decisions') }}
),

trimmed as (
    select
        {{ trimmed_columns('reference', 'recode_decisions') }}
        contents.file_date as _file_date,
        contents.part_order as _part_order,
        received._record_number,
        received._load_id
    from received
    inner join contents on received._load_id = contents.load_id
),

typed as (
    select
        {{ typed_columns('reference', 'recode_decisions') }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
)

select * from typed
