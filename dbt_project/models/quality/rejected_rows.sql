-- Personal columns, and what a respondent said, are left out. Of a record whose form is broken, which a
-- reason without a column says, cells may stand in the wrong columns: of a feed with such columns nothing
-- of it is shown.
with quarantine as (
    select * from {{ source('ops', 'quarantine') }}
    where replayed_by_load_id is null
),

ledger as (
    select * from {{ source('ops', 'ledger') }}
),

withheld as (
    select
        contracts.family,
        contracts.feed,
        contracts.version,
        coalesce(array_agg(fields.field ->> 'name') filter (where fields.field ->> 'pii' = 'true'), '{}') as personal,
        coalesce(
            array_agg(fields.field ->> 'name')
            filter (where 'true' in (fields.field ->> 'pii', fields.field ->> 'private')),
            '{}'
        ) as columns
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
        quarantine.line,
        quarantine.reasons,
        quarantine.raw,
        withheld.personal,
        withheld.columns,
        withheld.columns = '{}' or not quarantine.reasons @> '[{"column": ""}]' as is_showable
    from quarantine
    inner join ledger on quarantine.load_id = ledger.load_id
    left join withheld
        on
            ledger.family = withheld.family
            and ledger.feed = withheld.feed
            -- A survey's version has that of its questions behind it.
            and split_part(ledger.contract_version, '+', 1) = withheld.version
),

rejected as (
    select
        described.load_id,
        described.family,
        described.feed,
        described.file,
        described.record_number,
        described.line,
        array(
            select elements.element ->> 'rule'
            from jsonb_array_elements(described.reasons) as elements (element)
        ) as rules,
        (
            select coalesce(jsonb_agg(elements.element), '[]')
            from jsonb_array_elements(described.reasons) as elements (element)
            where elements.element ->> 'column' <> all(described.personal)
        ) as reasons,
        case when described.is_showable then described.raw - described.columns end as raw
    from described
)

select * from rejected
