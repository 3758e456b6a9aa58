-- One row a feed: the date of its newest file that was not rejected.
select
    family,
    feed,
    max(file_date) as newest_file_on
from ops.ledger
where status <> 'rejected'
group by family, feed
