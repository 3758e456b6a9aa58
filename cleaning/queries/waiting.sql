-- Of this model the texts that it has not been asked about; of a new one all that nobody answers.
select
    answered.taxonomy,
    answered.text,
    answered.text_hash
from staging.int_category__answered as answered
left join ops.category_predictions as predictions
    on
        answered.taxonomy = predictions.taxonomy
        and answered.text_hash = predictions.text_hash
        and predictions.model_version = %(model_version)s
where answered.method is null and predictions.text_hash is null
order by answered.taxonomy, answered.text
