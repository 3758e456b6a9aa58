"""Who a world's Ambassadors are, the occupation index, and the benchmarks beside them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.oracle.world_files import Sender
from tests.oracle.world_places import iso

if TYPE_CHECKING:
    from tests.oracle.worlds import Days

GENDERS = ("Female",) * 6 + ("male", "Male", "NON-BINARY", "Other", "Prefer not to say", "", "zzg")
ETHNICITIES = ("White",) * 5 + (
    "white ",
    "Asian or Asian British",
    "Black, Black British, Caribbean or African",
    "black black british caribbean or african",
    "Other",
    "",
)
DISABILITIES = ("No", "No", "no", "Yes", "Prefer not to say", "", "zzd")
SECTORS = (
    "Digital and technology",
    "Digital & technology",
    "Agriculture, food and environment",
    "Education and research",
    "Other",
    "",
)
SECTORS_OTHER = ("", "blorp works", "Health and Life Sciences", "zzs")
DISCIPLINES = ("Physics", "physics", "Chemistry", "Engineering", "Other", "Engineering", "zzt")
OCCUPATIONS = {
    "Software engineer": "Science, research, engineering and technology professionals",
    "Physicist": "Science, research, engineering and technology professionals",
    "Lecturer": "Teaching and educational professionals",
    "Bricklayer": "Skilled construction and building trades",
    "Site manager": "Skilled construction and building trades",
    "Site-manager": "Corporate managers and directors",
}
OCCUPATIONS_TYPED = (
    *(*OCCUPATIONS, *map(str.upper, OCCUPATIONS)),
    *("Skilled construction & building trades", "skilled construction and building trades"),
    *("", "blorp"),
)
BIRTHDAYS = ("1996-02-29", "2000-02-29", "1956-09-01", "1985-12-31", "1899-12-31", "2016-01-01", "")
BENCHMARKS = (
    ("gender", "Female", "UK population", "50.6"),
    ("gender", "Male", "UK population", "49.4"),
    ("gender", "Female", "stem  workforce", "26.125"),
    ("gender", "Non-binary", "", "1"),
    ("age_band", "under 25", "UK population", "29.5"),
    ("age_band", "65 and over", "STEM workforce", "0"),
    ("ethnicity", "White", "STEM workforce", "86.3"),
    ("disability", "Yes", "UK population", "21"),
    ("stem_discipline", "Physics", "STEM workforce", "33.3333"),
    ("occupation_group", "Teaching and educational professionals", "UK population", "4.9"),
)


def draw_profile(rng: random.Random, days: Days) -> dict[str, str]:
    """The cells that say who somebody is; birthdays lie around the as-of day too."""
    born = rng.choice(BIRTHDAYS)
    if rng.random() < 0.4:
        around = days.last.replace(year=days.last.year - rng.choice((24, 25, 35, 64, 65)), day=28)
        born = iso(rng.choice((around, days.last.replace(year=days.last.year - 25, day=1))))
    gender, sector = rng.choice(GENDERS), rng.choice(SECTORS)
    return {
        "date_of_birth": "" if born.startswith("18") else born,
        "gender": gender,
        "gender_other": rng.choice(("", "", "zzo")) if gender in ("", "Other") else "",
        "ethnicity": rng.choice(ETHNICITIES),
        "disability": rng.choice(DISABILITIES),
        "employer_name": "Zoë & Co",
        "employer_sector": sector,
        "employer_sector_other": rng.choice(SECTORS_OTHER) if sector in ("", "Other") else "",
        "occupation": rng.choice(OCCUPATIONS_TYPED),
        "stem_discipline": rng.choice(DISCIPLINES),
    }


def send_index_and_benchmarks(sender: Sender) -> None:
    """Sends the occupation index, and benchmarks of which a few come late."""
    for position, cut_on in enumerate(sender.snapshot_cuts()):
        for number, (title, group) in enumerate(OCCUPATIONS.items(), start=1):
            row = {
                "occupation_title": title,
                "soc_code": f"{2100 + number}",
                "soc_unit_group": f"{title}s",
                "soc_sub_major_code": group[:2],
                "soc_sub_major_group": group,
            }
            sender.put("occupations", cut_on, "", row)
        for characteristic, category, population, share in BENCHMARKS[: None if position else 6]:
            row = {
                "characteristic": characteristic,
                "category": category,
                "population": population,
                "share_pct": share,
                "source": "Census",
                "year": "2021",
            }
            sender.put("benchmarks", cut_on, "", row)
