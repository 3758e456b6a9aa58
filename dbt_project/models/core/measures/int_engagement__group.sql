-- Groups outside schools. No register says when one closes: who was reached the year before and is not
-- now has lapsed.
with years as (
    select * from {{ ref('int_engagement__year') }}
),

days as (
    select * from {{ ref('dim_date') }}
),

settings as (
    select * from {{ ref('dim_setting') }}
),

organisations as (
    select * from {{ ref('dim_organisation') }}
),

homes as (
    select * from {{ ref('int_home__keyed') }}
),

home_zones as (
    select * from {{ ref('int_home__zone') }}
),

by_term as (
    select
        years.period_key,
        activities.organisation_id,
        days.term,
        count(*) as activities_count
    from {{ ref('fct_activity') }} as activities
    inner join settings on activities.setting = settings.setting
    inner join days on activities.starts_on = days.date_on
    inner join years on days.programme_year = years.programme_year
    where
        activities.is_completed
        and settings.setting_group = 'non_educational'
        and activities.organisation_id <> 'unknown'
    group by 1, 2, 3
),

reached as (
    select
        period_key,
        organisation_id,
        sum(activities_count) as activities_count,
        count(*) as terms_count
    from by_term
    group by 1, 2
),

engaged as (
    select
        reached.period_key,
        reached.organisation_id,
        reached.activities_count,
        reached.terms_count,
        case when years.key_before is not null then reached_before.organisation_id is not null end
            as was_reached_before
    from reached
    inner join years on reached.period_key = years.period_key
    left join reached as reached_before
        on
            years.key_before = reached_before.period_key
            and reached.organisation_id = reached_before.organisation_id
    union all
    select
        years.period_key,
        reached_before.organisation_id,
        0 as activities_count,
        0 as terms_count,
        true as was_reached_before
    from reached as reached_before
    inner join years on reached_before.period_key = years.key_before
    left join reached
        on
            years.period_key = reached.period_key
            and reached_before.organisation_id = reached.organisation_id
    where reached.organisation_id is null
),

zoned as (
    select
        engaged.*,
        home_zones.zone_key
    from engaged
    inner join organisations on engaged.organisation_id = organisations.organisation_id
    inner join homes
        on
            coalesce(organisations.local_authority_code, '') = homes.local_authority_code
            and coalesce(organisations.hub_id, '') = homes.hub_id
    inner join home_zones
        on engaged.period_key = home_zones.period_key and homes.home_key = home_zones.home_key
)

select * from zoned
