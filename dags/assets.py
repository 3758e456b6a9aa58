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
CPD_FEEDS = (
    "bookings",
    "event_feedback",
    "participants",
    "events",
    "partnerships",
    "partnership_schools",
    "programmes",
    "subject_ratings",
    "maturity",
    "outcomes",
)
SURVEY_FEEDS = ("questions", "online", "paper_counts", "paper_percentages")
REFERENCE_FEEDS = (
    "gias",
    "gias_links",
    "ofsted_inspections",
    "priority_schools",
    "areas",
    "occupations",
    "benchmarks",
    "recode_decisions",
)

# Feeds that are read by what another feed of the family brought.
READ_AFTER = {"online": ("questions",)}

RAW_PLATFORM = Asset("raw.platform")
RAW_CPD = Asset("raw.cpd")
RAW_SURVEY = Asset("raw.survey")
RAW_REFERENCE = Asset("raw.reference")
MARTS = Asset("marts")
