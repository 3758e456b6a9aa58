select nspname
from pg_namespace
where nspname ~ '^(core|marts|quality)_retired_[0-9]+$'
order by nspname
