-- They count under the programme Unknown until somebody says whose they are: the school may tell.
with returns as (
    select * from {{ ref('fct_survey_return') }}
    where partnership_id = 'unknown' and responses_count > 0
),

schools as (
    select * from {{ ref('dim_school') }}
),

members as (
    select * from {{ ref('int_partnership__member') }}
),

placed as (
    select
        returns.survey,
        returns.wave,
        returns.basis,
        returns.school_key,
        returns.urn,
        returns.school_name,
        returns.first_returned_on,
        returns.last_returned_on,
        returns.responses_count,
        case when count(distinct members.partnership_id) = 1 then min(members.partnership_id) end
            as suggested_partnership_id
    from returns
    left join schools on returns.urn = schools.urn
    left join members
        on
            coalesce(schools.current_urn, returns.urn) = members.urn
            and returns.first_returned_on between members.member_from and members.member_to
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
)

select * from placed
