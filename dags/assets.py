"""Every feed that a DAG loads, and the datasets that one DAG writes and another waits for."""

from airflow.sdk import Asset

PLATFORM_FEEDS = (
    "volunteering",
    "activities",
    "ambassadors",
    "activity_feedback",
    "requests",
    "organisations",
    "hubs",
    "hub_areas",
    "targets",
    "commentaries",
)
REFERENCE_FEEDS = ("gias", "gias_links", "priority_schools", "areas")

RAW_PLATFORM = Asset("raw.platform")
RAW_REFERENCE = Asset("raw.reference")
MARTS = Asset("marts")
