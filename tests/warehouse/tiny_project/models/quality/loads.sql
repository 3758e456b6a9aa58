select
    load_id,
    feed,
    status
from {{ source('ops', 'ledger') }}
