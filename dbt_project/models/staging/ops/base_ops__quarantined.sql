-- A record that was tried again stands under the later load, or in raw.
with quarantine as (
    select * from {{ source('ops', 'quarantine') }}
    where replayed_by_load_id is null
),

contents as (
    select * from {{ ref('base_ops__contents') }}
),

quarantined as (
    select
        contents.family,
        contents.feed,
        quarantine.load_id,
        quarantine.record_number,
        quarantine.raw as record,
        contents.file_date
    from quarantine
    inner join contents on quarantine.load_id = contents.load_id
)

select * from quarantined
