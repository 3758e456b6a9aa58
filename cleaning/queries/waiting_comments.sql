select
    %(field)s::text as taxonomy,
    said.text,
    said.text_hash
from staging.int_comment__said as said
left join ops.category_predictions as predictions
    on predictions.taxonomy = %(field)s::text and said.text_hash = predictions.text_hash
where predictions.text_hash is null
order by said.text
