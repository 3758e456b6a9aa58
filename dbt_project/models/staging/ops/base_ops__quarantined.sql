with ledger as (
    select * from {{ source('ops', 'ledger') }}
    where status <> 'rejected'
),

quarantine as (
    select * from {{ source('ops', 'quarantine') }}
),

quarantined as (
    select
        ledger.family,
        ledger.feed,
        quarantine.load_id,
        quarantine.record_number,
        quarantine.raw as record,
        ledger.file_date
    from quarantine
    inner join ledger on quarantine.load_id = ledger.content_load_id
)

select * from quarantined
