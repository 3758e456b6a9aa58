-- Both bookings are participations (docs/decisions.md); a person should know of it and correct the booking system.
{{ config(severity='warn') }}

select
    event_id,
    participant_key,
    count(*) as bookings_count
from {{ ref('fct_booking') }}
where is_attended and participant_key <> 'unknown'
group by 1, 2
having count(*) > 1
