"""Categories as the forms mean them: folded, with the companion's text where they say Other."""

from __future__ import annotations

import re

CANONICAL = {
    "activity_type": ("Mentoring or support", "Other"),
    "delivery_mode": ("In person", "Online", "Blended"),
    "organisation_type": ("School", "Community group", "Other"),
    "gender": ("Female", "Other"),
    "ethnicity": ("White", "Other"),
    "disability": ("Yes", "No"),
    "employer_sector": ("Other",),
    "stem_discipline": ("Other",),
    "nation": ("England", "Northern Ireland", "Scotland", "Wales"),
    "ambassador_status": ("Registered", "Active", "Lapsed", "Withdrawn"),
    "activity_status": ("Planned", "Completed", "Cancelled"),
    "setting": (
        "Primary school",
        "Secondary school",
        "Special school",
        "College",
        "University",
        "Community group",
        "Library or museum",
        "Workplace",
        "Other",
    ),
    "key_stage": ("EYFS", "KS1", "KS2", "KS3", "KS4", "KS5", "Mixed", "Not applicable"),
    "audience_band": (
        "1 to 10",
        "11 to 30",
        "31 to 60",
        "61 to 100",
        "101 to 250",
        "251 to 500",
        "More than 500",
    ),
}

NON_SCHOOL_SETTINGS = ("Community group", "Library or museum", "Workplace")

BAND_ENDS = {
    "1 to 10": (1, 10),
    "11 to 30": (11, 30),
    "31 to 60": (31, 60),
    "61 to 100": (61, 100),
    "101 to 250": (101, 250),
    "251 to 500": (251, 500),
    "More than 500": (501, 1000),
}


def fold(value: str) -> str:
    """Case, spaces and punctuation removed."""
    return re.sub(r"[^a-z0-9]", "", value.lower())


def resolve(taxonomy: str, value: str | None, companion: str | None = None) -> str:
    """The category a cell stands for: canonical, Other, Unresolved or Not stated."""
    canonical = {fold(name): name for name in CANONICAL[taxonomy]}
    if value is not None and fold(value) != "other":
        return canonical.get(fold(value), "Unresolved")
    if companion is not None:
        return canonical.get(fold(companion), "Unresolved")
    return "Not stated" if value is None else "Other"


def is_reported_other(taxonomy: str, value: str | None, companion: str | None = None) -> bool:
    """Whether a cell says Other, or anything that its list does not hold."""
    says_other = value is not None and fold(value) == "other"
    return says_other or resolve(taxonomy, value, companion) == "Unresolved"
