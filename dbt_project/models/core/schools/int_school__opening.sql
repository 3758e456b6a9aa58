-- A school is open from its first to its last day, both included; it is closed on the day of the
-- first register without it. Closed or proposed without the day
-- that goes with it, nobody can say when it was open: it never counts as open.
with gias as (
    select
        *,
        (establishment_status = 'Closed' and closed_on is null)
        or (establishment_status = 'Proposed to open' and opened_on is null) as has_unknown_dates,
        least(closed_on, absent_on - 1) as last_day_on
    from {{ ref('stg_reference__gias') }}
),

as_of as (
    select * from {{ ref('int_calendar__as_of') }}
),

openings as (
    select
        gias.urn,
        gias.has_unknown_dates,
        not gias.has_unknown_dates
        and coalesce(gias.opened_on <= as_of.as_of_on, true)
        and coalesce(gias.last_day_on >= as_of.as_of_on, true) as is_open,
        gias.opened_on,
        gias.last_day_on as closed_on
    from gias
    left join as_of on true
)

select * from openings
