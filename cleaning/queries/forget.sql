-- What another model said, and of a text that is gone, or that somebody else answers by now.
delete from ops.category_predictions as predictions
where
    (predictions.taxonomy <> 'occupation' and predictions.model_version <> %(model_version)s)
    or (predictions.taxonomy = 'occupation' and predictions.model_version <> %(index_version)s)
    or not exists (
        select from staging.int_category__answered as answered
        where
            answered.method is null
            and answered.taxonomy = predictions.taxonomy
            and answered.text_hash = predictions.text_hash
    )
