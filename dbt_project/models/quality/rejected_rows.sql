-- Personal columns are left out. Where cells stand in the wrong columns nobody can say which of them
-- are personal, so of such a record of a feed with personal columns nothing is shown.
with quarantine as (
    select * from {{ source('ops', 'quarantine') }}
),

ledger as (
    select * from {{ source('ops', 'ledger') }}
),

personal as (
    select
        contracts.family,
        contracts.feed,
        contracts.version,
        coalesce(array_agg(fields.field ->> 'name') filter (where fields.field ->> 'pii' = 'true'), '{}') as columns
    from {{ source('ops', 'contracts') }} as contracts
    cross join jsonb_array_elements(contracts.descriptor -> 'fields') as fields (field)
    group by 1, 2, 3
),

described as (
    select
        quarantine.load_id,
        ledger.family,
        ledger.feed,
        ledger.file_path as file,
        quarantine.record_number,
        quarantine.reasons,
        quarantine.raw,
        personal.columns,
        personal.columns = '{}' or not quarantine.reasons @> '[{"rule": "fields"}]' as is_showable
    from quarantine
    inner join ledger on quarantine.load_id = ledger.load_id
    left join personal
        on
            ledger.family = personal.family
            and ledger.feed = personal.feed
            and ledger.contract_version = personal.version
),

rejected as (
    select
        load_id,
        family,
        feed,
        file,
        record_number,
        array(select element ->> 'rule' from jsonb_array_elements(reasons) as one (element)) as rules,
        (
            select coalesce(jsonb_agg(element), '[]')
            from jsonb_array_elements(reasons) as one (element)
            where element ->> 'column' <> all(columns)
        ) as reasons,
        case when is_showable then raw - columns end as raw
    from described
)

select * from rejected
