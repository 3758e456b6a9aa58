-- A partnership of which nothing is on record is as old as its beginning: a new one has had no time yet.
with partnerships as (
    select
        dim_partnership.*,
        programmes.programme_name as programme,
        as_of.as_of_on
    from {{ ref('dim_partnership') }} as dim_partnership
    left join {{ ref('dim_programme') }} as programmes on dim_partnership.programme_id = programmes.programme_id
    cross join {{ ref('int_calendar__as_of') }} as as_of
    where dim_partnership.partnership_id <> 'unknown'
),

schools as (
    select
        partnership_id,
        count(*) as schools_count,
        count(*) filter (where is_active) as active_schools_count
    from {{ ref('brg_partnership_school') }}
    group by 1
),

last_seen as (
    select * from {{ ref('int_partnership__last_seen') }}
),

recent as (
    select * from {{ ref('int_partnership__recent') }}
),

thresholds as (
    select * from {{ ref('partnership_thresholds') }}
),

measured as (
    select
        partnerships.partnership_id,
        partnerships.partnership_name as partnership,
        partnerships.programme,
        partnerships.cohort,
        coalesce(schools.schools_count, 0) as schools_count,
        coalesce(schools.active_schools_count, 0) as active_schools_count,
        recent.cpd_hours as cpd_hours_12_months,
        recent.activities_count as activities_12_months,
        last_seen.activity_on,
        last_seen.attendance_on,
        last_seen.returned_on,
        last_seen.last_activity_on,
        partnerships.as_of_on - coalesce(last_seen.last_activity_on, partnerships.starts_on) as days_since_activity,
        recent.waves_count as surveys_returned,
        recent.waves_returned,
        partnerships.status as status_stated,
        partnerships.starts_on,
        partnerships.ends_on,
        partnerships.as_of_on
    from partnerships
    inner join last_seen on partnerships.partnership_id = last_seen.partnership_id
    inner join recent on partnerships.partnership_id = recent.partnership_id
    left join schools on partnerships.partnership_id = schools.partnership_id
),

judged as (
    select
        measured.*,
        case
            when measured.days_since_activity >= thresholds.inactive_from_days then 'inactive'
            when measured.days_since_activity >= thresholds.at_risk_from_days then 'at risk'
            else 'active'
        end as status_computed
    from measured
    cross join thresholds
),

health as (
    select
        partnership_id,
        partnership,
        programme,
        cohort,
        schools_count,
        active_schools_count,
        cpd_hours_12_months,
        activities_12_months,
        last_activity_on,
        days_since_activity,
        surveys_returned,
        waves_returned,
        status_stated,
        status_computed,
        {{ partnership_reasons() }} as reasons
    from judged
)

select * from health
