-- Written from extract/contracts by `make contracts`; without this line it is left alone.
{{ config(
    schema='pii',
    alias='participants',
    indexes=[{'columns': ['participant_id'], 'unique': true}, {'columns': ['participant_key']}],
) }}

with contents as (
    select * from {{ ref('base_ops__contents') }}
    where {{ is_due('cpd', 'participants') }}
),

received as (
    select * from {{ source('cpd', 'participants') }}
),

trimmed as (
    select
        {{ trimmed_columns('cpd', 'participants', pii=true) }}
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
        {{ typed_columns('cpd', 'participants', pii=true) }}
        _file_date,
        _part_order,
        _record_number,
        _load_id
    from trimmed
),

newest as (
    select distinct on (participant_id) *
    from typed
    order by
        participant_id asc,
        {{ newest_first('cpd', 'participants') }}
),

keys as (
    select
        participant_id,
        participant_key
    from {{ ref('base_cpd__participants') }}
),

keyed as (
    select
        coalesce(keys.participant_key, ops.pseudonym(newest.participant_id)) as participant_key,
        newest.*
    from newest
    left join keys on newest.participant_id = keys.participant_id
)

select * from keyed
