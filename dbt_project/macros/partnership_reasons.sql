{#- Why a partnership is called what it is, in words. -#}
{% macro partnership_reasons() -%}
    concat_ws(
        '; ',
        case
            when last_activity_on is null
                then 'nothing on record since it began on ' || {{ day_in_words('starts_on') }}
            else 'last seen on ' || {{ day_in_words('last_activity_on') }}
                || ', ' || greatest(days_since_activity, 0) || ' days before the as-of day: '
                || concat_ws(
                    ' and ',
                    case when activity_on = last_activity_on then 'an Ambassador activity' end,
                    case when attendance_on = last_activity_on then 'a course or community event' end,
                    case when returned_on = last_activity_on then 'a survey return' end
                )
        end,
        case when activities_12_months = 0 then 'no Ambassador activity in 12 months' end,
        case when cpd_hours_12_months = 0 then 'no CPD in 12 months' end,
        case when surveys_returned = 0 then 'no survey ever returned' end,
        case when schools_count = 0 then 'no schools on record' end,
        case
            when active_schools_count < schools_count
                then schools_count - active_schools_count || ' of ' || schools_count || ' schools no longer take part'
        end,
        -- Who has ended is quiet for a good reason: only what contradicts an open state is an alarm.
        case
            when status_stated = 'Completed' and ends_on <= as_of_on then 'completed on ' || {{ day_in_words('ends_on') }}
            when status_stated in ('Completed', 'Withdrawn') then lower(status_stated)
            when lower(status_stated) in ('active', 'inactive', 'at risk') and lower(status_stated) <> status_computed
                then 'stated as ' || status_stated || ', by its activity ' || status_computed
        end
    )
{%- endmacro %}


{#- A day as people write it, such as 5 May 2021. -#}
{% macro day_in_words(day) -%}
    to_char({{ day }}, 'FMDD FMMonth YYYY')
{%- endmacro %}
