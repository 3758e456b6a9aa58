"""What stewards have decided of texts outside the lists: `reference.recode_decisions`."""

from datetime import date

import polars as pl

from sample.rendering import Delivery

FAMILY = "reference"
_FEED = "recode_decisions"
_COLUMNS = ("field", "raw_value", "category", "decision", "decided_by", "decided_on")
_FIRST_ON, _SECOND_ON = date(2021, 10, 4), date(2021, 12, 6)
# Field, text, category and decision; the second file changes a mind and adds a few.
_FIRST = (
    ("activity_type", "reading to the children", None, "keep_other"),
    ("activity_type", "see notes", None, "ignore"),
    ("activity_type", "TBC", None, "ignore"),
    ("activity_type", "speed networking", None, "keep_other"),
    ("activity_type", "Big Bang fair stand", "Support an exhibition or event", "map"),
    ("employer_sector", "Royal Navy", "Public administration and defence", "map"),
    ("setting", "town square", None, "keep_other"),
    ("setting", "Show-ground", None, "keep_other"),
    ("phase", "Primary school", "Primary", "map"),
    ("phase", "KS1/KS2", "Primary", "map"),
    ("phase", "Secondary school", "Secondary", "map"),
)
# Words of the courses' feeds, and what a steward took each for; None: truly none of the list.
_COURSES = {
    "role": {
        "Executive Head": "Senior leader (Head Teacher)",
        "Asst Head": "Senior leader",
        "HoD science": "Middle leader",
        "KS2 phase leader": "Middle leader",
        "Maths co-ordinator": "Subject leader",
        "class teacher": "Teacher",
        "Yr 4 teacher": "Teacher",
        "TA": "Teaching assistant",
        "HLTA": "Teaching assistant",
        "lab technician": "Technician",
        "PGCE student": "Trainee",
        "school governor": None,
        "Librarian": None,
        "trust STEM adviser": None,
    },
    "subject_taught": {
        "Physics": "Science",
        "Biology / Chemistry": "Science",
        "Maths": "Mathematics",
        "DT": "Technology",
        "Food & textiles": "Technology",
        "ICT": "Computer Science",
        "Computing": "Computer Science",
        "Engineering BTEC": "Engineering",
        "Primary - all subjects": None,
        "EYFS": None,
        "English": None,
        "Geography": None,
        "PE and PSHE": None,
    },
    "subject": {
        "Primary science": "Science",
        "Physics": "Science",
        "Subject leadership": "Leadership",
        "Maths": "Mathematics",
        "Scratch and micro:bit": "Computing Science",
        "Design & Technology": "Technology",
        "careers education": None,
        "whole-school STEM": None,
        "outdoor learning": None,
    },
}
_SECOND = (
    ("activity_type", "Speed networking", "Careers fair", "map"),
    ("activity_type", "various", None, "ignore"),
    ("stem_discipline", "Mech. Eng.", "Engineering", "map"),
    ("ethnicity", "Welsh", "White", "map"),
    ("setting", "conference centre", None, "keep_other"),
    ("phase", "KS3 / KS4", "Secondary", "map"),
    ("phase", "Middle", "Other", "map"),
    ("phase", "All-through", "Other", "map"),
)


def decision_files() -> list[Delivery]:
    """Return the deliveries of `recode_decisions`: two answers to the review queue."""
    return [
        Delivery(FAMILY, _FEED, _FIRST_ON, _frame((*_FIRST, *_course_decisions()), _FIRST_ON)),
        Delivery(FAMILY, _FEED, _SECOND_ON, _frame(_SECOND, _SECOND_ON)),
    ]


def _course_decisions() -> list[tuple[str, str, str | None, str]]:
    return [
        (field, words, category, "map" if category else "keep_other")
        for field, decided in _COURSES.items()
        for words, category in decided.items()
    ]


def _frame(decisions: tuple[tuple[str, str, str | None, str], ...], day: date) -> pl.DataFrame:
    rows = [(*decision, "Data steward", day) for decision in decisions]
    return pl.DataFrame(rows, schema=list(_COLUMNS), orient="row")
