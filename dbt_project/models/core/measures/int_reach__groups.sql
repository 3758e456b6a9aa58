-- An unknown organisation is no group that was reached.
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
    where group_home_key is not null
),

organisations as (
    select * from {{ ref('dim_organisation') }}
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
        home_zones.zone_key,
        visits.ambassador_number
    from visits
    inner join month_periods on visits.month_on = month_periods.month_on
    inner join home_zones
        on
            month_periods.period_key = home_zones.period_key
            and visits.group_home_key = home_zones.home_key
    group by 1, 2, 3
),

-- Who helped groups in several zones counts once in a place, by the largest share of a zone in it.
helped_by_place as (
    select
        helped.period_key,
        zone_places.place_key,
        helped.ambassador_number,
        max(zone_places.share) as share
    from helped
    inner join zone_places on helped.zone_key = zone_places.zone_key
    group by 1, 2, 3
),

counted as (
    select
        reached_by_zone.period_key,
        zone_places.place_key,
        sum(reached_by_zone.organisations_count * zone_places.share) as organisations,
        0 as ambassadors
    from reached_by_zone
    inner join zone_places on reached_by_zone.zone_key = zone_places.zone_key
    group by 1, 2
    union all
    select
        period_key,
        place_key,
        0 as organisations,
        sum(share) as ambassadors
    from helped_by_place
    group by 1, 2
),

by_place as (
    select
        period_key,
        place_key,
        sum(organisations) as organisations,
        sum(ambassadors) as ambassadors
    from counted
    group by 1, 2
)

select * from by_place
