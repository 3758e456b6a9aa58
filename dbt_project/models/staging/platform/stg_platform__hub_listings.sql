-- Every list of hubs ever received, not only the newest: how a hub was described at that time.
with datings as (
    select
        content_load_id as load_id,
        file_date as listed_on
    from {{ source('ops', 'ledger') }}
    where family = 'platform' and feed = 'hubs' and status <> 'rejected'
),

received as (
    select
        {{ trimmed('hubs.hub_id') }} as hub_id,
        {{ trimmed('hubs.hub_name') }} as hub_name,
        {{ trimmed('hubs.nation') }} as nation,
        {{ trimmed('hubs.region') }} as region,
        hubs._record_number as record_number,
        hubs._load_id as load_id,
        datings.listed_on
    from {{ source('platform', 'hubs') }} as hubs
    inner join datings on hubs._load_id = datings.load_id
),

listings as (
    select distinct on (hub_id, listed_on)
        hub_id,
        hub_name,
        nation,
        region,
        record_number,
        listed_on
    from received
    order by hub_id asc, listed_on asc, record_number desc, load_id desc
)

select * from listings
