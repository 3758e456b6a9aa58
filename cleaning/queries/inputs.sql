-- One line a thing that the model learns from: the same lines, the same model.
select concat_ws(' ', 'category', to_jsonb(listed)::text) as line
from staging.taxonomy as listed
union all
select concat_ws(' ', 'synonym', to_jsonb(synonym)::text)
from staging.category_synonyms as synonym
union all
select concat_ws(' ', 'decision', taxonomy, text, decision, category)
from staging.int_category__decision
where is_in_force
union all
select concat_ws(' ', 'index', max(load_id))
from ops.ledger
where family = 'reference' and feed = 'occupations' and status = 'loaded'
order by line
