-- Everything that was done with one school, whatever its number was then: rows are by the number it has today.
with engaged as (
    select * from {{ ref('int_school__engaged') }}
),

members as (
    select
        members.urn,
        members.member_from,
        members.member_to,
        partnerships.partnership_name
    from {{ ref('int_partnership__member') }} as members
    inner join {{ ref('dim_partnership') }} as partnerships
        on members.partnership_id = partnerships.partnership_id
),

schools as (
    select * from {{ ref('dim_school') }}
),

partnerships as (
    select
        engaged.urn,
        engaged.year_starts_on,
        string_agg(distinct members.partnership_name, '; ') as partnership
    from engaged
    inner join members
        on
            engaged.urn = members.urn
            and engaged.year_starts_on + interval '1 year' > members.member_from
            and engaged.year_starts_on <= members.member_to
    group by 1, 2
),

engagement as (
    select
        engaged.urn,
        coalesce(schools.school_name, engaged.stated_name, 'Unknown') as school,
        {{ programme_year_name('engaged.year_starts_on') }} as programme_year,
        partnerships.partnership,
        engaged.activities_count,
        engaged.ambassadors_count,
        engaged.cpd_hours,
        engaged.surveys_count
    from engaged
    left join partnerships on engaged.urn = partnerships.urn and engaged.year_starts_on = partnerships.year_starts_on
    left join schools on engaged.urn = schools.urn
)

select * from engagement
