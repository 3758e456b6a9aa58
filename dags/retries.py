"""When a task is tried again: always, unless a person has to look first."""

from datetime import timedelta

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

RETRY_UNLESS_A_PERSON_MUST_LOOK = {
    "retries": 3,
    "retry_delay": timedelta(minutes=5),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule("warehouse.errors.ConfigurationError", RetryAction.FAIL),
            RetryRule("warehouse.errors.FileRejected", RetryAction.FAIL),
            RetryRule("warehouse.errors.FeedLate", RetryAction.FAIL),
            RetryRule("warehouse.errors.BuildFailed", RetryAction.FAIL),
        ]
    ),
}
