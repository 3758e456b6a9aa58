select coalesce({{ "'" ~ var('as_of') ~ "'" if var('as_of') else 'null' }}::date, max(file_date)) as as_of_on
from {{ source('ops', 'ledger') }}
