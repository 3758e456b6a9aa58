-- What an Ambassador said of themselves counts in the month of their registration, where they lived
-- on the period's last day, like every population.
with signatures as (
    select * from {{ ref('int_category__signature') }}
    where feed = 'ambassadors'
),

ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

periods as (
    select * from {{ ref('int_period__keyed') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

by_home as (
    select
        ambassadors.home_key,
        ambassadors.registered_month_on as month_on,
        signatures.signature,
        count(*) as rows_count
    from ambassadors
    inner join signatures on ambassadors.ambassador_key = signatures.record_key
    group by 1, 2, 3
),

by_zone as (
    select
        periods.period_key,
        home_zones.zone_key,
        by_home.signature,
        sum(by_home.rows_count) as rows_count
    from by_home
    inner join periods on by_home.month_on between periods.starts_on and periods.ends_on
    inner join home_zones
        on periods.period_key = home_zones.period_key and by_home.home_key = home_zones.home_key
    group by 1, 2, 3
)

select * from by_zone
