select
    answered.taxonomy,
    answered.text,
    answered.text_hash
from staging.int_category__answered as answered
left join ops.category_predictions as predictions
    on answered.taxonomy = predictions.taxonomy and answered.text_hash = predictions.text_hash
where answered.method is null and predictions.text_hash is null
order by answered.taxonomy, answered.text
