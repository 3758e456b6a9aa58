{%- set characteristics = [
    'gender', 'age_band', 'ethnicity', 'disability', 'employer_sector', 'stem_discipline', 'occupation_group',
] -%}
-- Homes that lie alike in every period take one course, of which there are few: the first of them
-- stands for all. Who comes and goes counts by month of each apart, so that rows are few; only who goes
-- before they came does so in one row. Who did not answer is no part of a profile.
with ambassadors as (
    select * from {{ ref('dim_ambassador') }}
),

keyed as (
    select * from {{ ref('int_ambassador__keyed') }}
),

zones_in_time as (
    select
        home_key,
        array_agg(zone_key order by period_key) as zone_keys
    from {{ ref('int_home__zone') }}
    group by 1
),

courses as (
    select
        home_key,
        min(home_key) over (partition by zone_keys) as course_home_key
    from zones_in_time
),

changes as (
    select
        keyed.ambassador_key,
        courses.course_home_key as home_key,
        change.registered_month_on,
        change.withdrawn_month_on
    from keyed
    inner join courses on keyed.home_key = courses.home_key
    cross join
        lateral (
            values
            (
                keyed.registered_month_on,
                case
                    when keyed.withdrawn_month_on < keyed.registered_month_on then keyed.withdrawn_month_on
                end
            ),
            (
                null,
                case
                    when keyed.withdrawn_month_on >= keyed.registered_month_on then keyed.withdrawn_month_on
                end
            )
        ) as change (registered_month_on, withdrawn_month_on)
    where num_nonnulls(change.registered_month_on, change.withdrawn_month_on) > 0
),

answers as (
    select
        changes.home_key,
        changes.registered_month_on,
        changes.withdrawn_month_on,
        case
            {%- for characteristic in characteristics %}
            when grouping(ambassadors.{{ characteristic }}) = 0 then '{{ characteristic }}'
            {%- endfor %}
        end as characteristic,
        coalesce(
            {%- for characteristic in characteristics %}
            ambassadors.{{ characteristic }}{{ ',' if not loop.last }}
            {%- endfor %}
        ) as category,
        count(*)::int as ambassadors_count
    from changes
    inner join ambassadors on changes.ambassador_key = ambassadors.ambassador_key
    group by
        changes.home_key,
        changes.registered_month_on,
        changes.withdrawn_month_on,
        grouping sets (
            {%- for characteristic in characteristics %}
            (ambassadors.{{ characteristic }}){{ ',' if not loop.last }}
            {%- endfor %}
        )
)

select * from answers
where category <> 'Not stated'
