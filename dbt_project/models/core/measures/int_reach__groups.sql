-- An unknown organisation is no group that was reached. Groups count where they are, Ambassadors where
-- they live.
with activities as (
    select
        fct_activity.organisation_id,
        date_trunc('month', fct_activity.starts_on::timestamp)::date as month_on
    from {{ ref('fct_activity') }} as fct_activity
    inner join {{ ref('dim_setting') }} as settings on fct_activity.setting = settings.setting
    where
        fct_activity.is_completed
        and settings.setting_group = 'non_educational'
        and fct_activity.organisation_id <> 'unknown'
    group by 1, 2
),

visits as (
    select * from {{ ref('int_volunteering__visit') }}
    where is_to_group
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

ambassadors as (
    select * from {{ ref('int_ambassador__keyed') }}
),

homes as (
    select * from {{ ref('int_home__keyed') }}
),

month_periods as (
    select * from {{ ref('int_month__period') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

zone_places as (
    select * from {{ ref('int_zone__place') }}
),

reached as (
    select
        month_periods.period_key,
        homes.home_key,
        activities.organisation_id
    from activities
    inner join month_periods on activities.month_on = month_periods.month_on
    left join organisations on activities.organisation_id = organisations.organisation_id
    left join homes
        on
            coalesce(organisations.local_authority_code, '') = homes.local_authority_code
            and coalesce(organisations.hub_id, '') = homes.hub_id
    group by 1, 2, 3
),

reached_by_zone as (
    select
        reached.period_key,
        home_zones.zone_key,
        count(*) as organisations_count
    from reached
    inner join home_zones
        on
            reached.period_key = home_zones.period_key
            and reached.home_key = home_zones.home_key
    group by 1, 2
),

helped as (
    select
        month_periods.period_key,
        visits.ambassador_number
    from visits
    inner join month_periods on visits.month_on = month_periods.month_on
    group by 1, 2
),

helped_by_zone as (
    select
        helped.period_key,
        home_zones.zone_key,
        count(*) as ambassadors_count
    from helped
    inner join ambassadors on helped.ambassador_number = ambassadors.ambassador_number
    inner join home_zones
        on
            helped.period_key = home_zones.period_key
            and ambassadors.home_key = home_zones.home_key
    group by 1, 2
),

counted as (
    select
        period_key,
        zone_key,
        organisations_count,
        0 as ambassadors_count
    from reached_by_zone
    union all
    select
        period_key,
        zone_key,
        0 as organisations_count,
        ambassadors_count
    from helped_by_zone
),

by_place as (
    select
        counted.period_key,
        zone_places.place_key,
        sum(counted.organisations_count * zone_places.share) as organisations,
        sum(counted.ambassadors_count * zone_places.share) as ambassadors
    from counted
    inner join zone_places on counted.zone_key = zone_places.zone_key
    group by 1, 2
)

select * from by_place
