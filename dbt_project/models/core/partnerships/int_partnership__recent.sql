-- What a partnership did in the twelve months to the as-of day, and which waves it ever returned.
with partnerships as (
    select
        dim_partnership.partnership_id,
        (as_of.as_of_on - interval '12 months')::date as after_on
    from {{ ref('dim_partnership') }} as dim_partnership
    cross join {{ ref('int_calendar__as_of') }} as as_of
    where dim_partnership.partnership_id <> 'unknown'
),

activities as (
    select
        partnerships.partnership_id,
        count(*) as activities_count
    from partnerships
    inner join {{ ref('int_partnership__activity') }} as held on partnerships.partnership_id = held.partnership_id
    where held.starts_on > partnerships.after_on
    group by 1
),

-- However many of a school attend an event, its hours count once for the school.
attended as (
    select
        partnerships.partnership_id,
        attendances.event_id,
        attendances.urn,
        attendances.cpd_hours
    from partnerships
    inner join {{ ref('int_partnership__attendance') }} as attendances
        on partnerships.partnership_id = attendances.partnership_id
    where attendances.starts_on > partnerships.after_on and attendances.cpd_hours is not null
    group by 1, 2, 3, 4
),

hours as (
    select
        partnership_id,
        sum(cpd_hours) as cpd_hours
    from attended
    group by 1
),

returned as (
    select
        received.partnership_id,
        waves.kpi_wave,
        waves.position
    from {{ ref('int_survey__received') }} as received
    inner join {{ ref('survey_waves') }} as waves on received.wave = waves.wave
    group by 1, 2, 3
),

waves as (
    select
        partnership_id,
        count(*) as waves_count,
        string_agg(kpi_wave, ', ' order by position) as waves_returned
    from returned
    group by 1
),

recent as (
    select
        partnerships.partnership_id,
        coalesce(hours.cpd_hours, 0) as cpd_hours,
        coalesce(activities.activities_count, 0) as activities_count,
        coalesce(waves.waves_count, 0) as waves_count,
        waves.waves_returned
    from partnerships
    left join hours on partnerships.partnership_id = hours.partnership_id
    left join activities on partnerships.partnership_id = activities.partnership_id
    left join waves on partnerships.partnership_id = waves.partnership_id
)

select * from recent
