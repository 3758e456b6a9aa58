"""Other numbers in the story lead to other figures; impossible ones are refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from sample.story import STORY
from sample.writer import write_sample
from tests.sample.conftest import SKIPPED
from tests.sample.recount import Recount


@pytest.fixture(scope="module")
def retold(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The figures of a story in which every printed kind of number is another one."""
    years = dict(STORY.years)
    years["2018/19"] = replace(
        years["2018/19"],
        reach_pct={**years["2018/19"].reach_pct, "primary": 17, "college": 52},
        priority_reach_pct={"all": 70, "secondary": 86, "special": 60},
    )
    years["2019/20"] = replace(years["2019/20"], non_school_hours_pct=64, activities=34_000)
    years["2020/21"] = replace(
        years["2020/21"], reach_pct={**years["2020/21"].reach_pct, "secondary": 62}
    )
    story = replace(
        STORY,
        years=years,
        registered_ambassadors=150_000,
        active_ambassadors=48_000,
        young_people_low=14_000_000,
        young_people_high=24_000_000,
        educational_hours_pct=84,
        reach_targets={"primary": 27, "secondary": 78, "college": 66},
        priority_reach_target=90,
        priority=replace(
            STORY.priority,
            reached=1250,
            reach_pct=52,
            primary_reach_pct=28,
            secondary_reach_pct=70,
            ambassadors=900,
            lowest_hub="HUB-WM",
            lowest_hub_pct=38,
            highest_hub="HUB-LON",
            highest_hub_pct=69,
        ),
        satisfaction={**STORY.satisfaction, "community_links": 3.5},
    )
    folder = tmp_path_factory.mktemp("retold sample")
    write_sample(folder, story=story)
    return Recount(folder, SKIPPED).figures()


@pytest.mark.parametrize(
    ("figure", "expected", "tolerance"),
    [
        ("F001", 150_000, 0),
        ("F002", 48_000, 0),
        ("F003", 32, 0.01),
        ("F004", 27, 0),
        ("F005", 17, 0.05),
        ("F006", 25, 0.05),
        ("F008", 28, 0.1),
        ("F009", 78, 0),
        ("F012", 62, 0.05),
        ("F013", 70, 0.1),
        ("F014", 66, 0),
        ("F015", 52, 0.2),
        ("F018", 64, 0.01),
        ("F020", 1250, 0),
        ("F021", 900, 0),
        ("F022", 52, 0.05),
        ("F023", 70, 0.05),
        ("F024", 90, 0),
        ("F025", 38, 0.5),
        ("F026", 69, 0.5),
        ("F027", 181_214 - 1_200, 0),
        ("F029", 84, 0.01),
        ("F030", 14_000_000, 10_000),
        ("F031", 24_000_000, 10_000),
        ("F032", 3.5, 0.05),
    ],
)
def test_figures_follow_the_story(
    retold: dict[str, float], figure: str, expected: float, tolerance: float
) -> None:
    assert retold[figure] == pytest.approx(expected, abs=tolerance)


def test_small_proportions_are_those_of_the_story(small_recount: Recount) -> None:
    figures = small_recount.figures()
    assert figures["F001"] == 1432
    assert figures["F002"] == 541
    assert figures["F018"] == pytest.approx(71, abs=1)
    assert figures["F019"] == pytest.approx(85, abs=1)
    assert figures["F022"] == pytest.approx(54, abs=3)
    assert figures["F029"] == pytest.approx(86, abs=1)
    assert figures["F030"] == pytest.approx(152_000, rel=0.02)
    assert figures["F031"] == pytest.approx(257_000, rel=0.02)


def test_young_people_that_no_bands_can_sum_to_are_refused(tmp_path: Path) -> None:
    # Today's seven bands alone, which is why the story has those of the earlier form as well.
    bands = tuple(
        replace(band, early_pct=band.late_pct) for band in STORY.audience_bands if band.late_pct
    )
    with pytest.raises(ValueError, match="cannot come from"):
        write_sample(tmp_path, "small", story=replace(STORY, audience_bands=bands))


def test_contradictory_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="more Ambassadors are active than registered"):
        replace(STORY, active_ambassadors=200_000)
    with pytest.raises(ValueError, match="register more Ambassadors"):
        replace(STORY, registered_ambassadors=60_000)
    with pytest.raises(ValueError, match="% of all"):
        replace(STORY, educational_hours_pct=99)


def test_percentages_that_no_list_can_have_are_refused(tmp_path: Path) -> None:
    priority = replace(STORY.priority, reach_pct=80)
    with pytest.raises(ValueError, match="no mix of primary and secondary"):
        write_sample(tmp_path, "small", story=replace(STORY, priority=priority))
