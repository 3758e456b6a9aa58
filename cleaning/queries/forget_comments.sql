-- What another model said, and what was said of a comment that is gone.
delete from ops.category_predictions as predictions
where
    predictions.taxonomy = %(field)s::text
    and (
        predictions.model_version <> %(version)s::text
        or predictions.text_hash not in (select said.text_hash from staging.int_comment__said as said)
    )
