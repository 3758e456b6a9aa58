-- Columns of a feed that any version of its contract called personal.
select distinct field ->> 'name' as column_name
from ops.contracts
cross join jsonb_array_elements(descriptor -> 'fields') as field
where family = %(family)s and feed = %(feed)s and field ->> 'pii' = 'true'
