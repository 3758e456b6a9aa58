-- What another model said, and of a text that is gone, or that somebody else answers by now.
-- Joined rather than asked row by row: beside an `or`, the server looks for each text in turn.
delete from ops.category_predictions as predictions
using (
    select
        kept.taxonomy,
        kept.text_hash
    from ops.category_predictions as kept
    left join staging.int_category__answered as answered
        on
            kept.taxonomy = answered.taxonomy
            and kept.text_hash = answered.text_hash
            and answered.method is null
    where
        kept.taxonomy <> %(comment_field)s::text
        and (answered.text_hash is null or kept.model_version <> case kept.taxonomy
            when 'occupation' then %(index_version)s::text
            else %(model_version)s::text
        end)
) as gone
where predictions.taxonomy = gone.taxonomy and predictions.text_hash = gone.text_hash
