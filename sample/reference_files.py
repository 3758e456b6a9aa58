"""Family `reference`: the register and its links, Priority Schools, and lists that change rarely.

Codes and groups of the occupations are those of the national index (Open Government Licence v3).
"""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from sample.cast import FULL
from sample.places import SEEDS, areas_frame
from sample.register import as_on, establishments_frame, links_frame
from sample.rendering import Delivery, Style
from sample.scene import Scene
from sample.streams import stream

FAMILY = "reference"
_REGISTER_STYLE = Style(quotes_all=True, line_end="\r\n")
_OLDER_LINKS_ON = date(2017, 9, 4)
_LIST_REVISED_ON = date(2021, 2, 1)
_LISTS_ON = date(2021, 9, 1)


def register_files(scene: Scene, names: pl.Series, seed: int) -> list[Delivery]:
    """Return the deliveries of `gias` and `gias_links`.

    The newest register comes in two files of one day: the second repeats the academies.
    """
    schools, as_of = scene.schools, scene.story.as_of
    frame = establishments_frame(schools, scene.members, names, stream(seed, "register rows"))
    newest = as_on(frame, schools, as_of, is_newest=True)
    academies = newest.filter(pl.Series(schools.is_academy).gather(newest["row"]))
    files = [
        Delivery(
            FAMILY,
            "gias",
            FULL,
            as_on(frame, schools, FULL, is_newest=False),
            is_compressed=True,
            style=_REGISTER_STYLE,
        ),
        Delivery(FAMILY, "gias", as_of, newest, style=_REGISTER_STYLE),
        Delivery(FAMILY, "gias", as_of, academies, part="academies", style=_REGISTER_STYLE),
    ]
    links = [
        Delivery(FAMILY, "gias_links", day, links_frame(schools, names, day))
        for day in (_OLDER_LINKS_ON, as_of)
    ]
    return [*files, *links]


def list_files(scene: Scene, seed: int) -> list[Delivery]:
    """Return the deliveries of `priority_schools`, `areas`, `occupations` and `benchmarks`.

    The printed year's list was revised: some schools of its first version were taken off.
    """
    rng, printed = stream(seed, "priority lists"), scene.story.priority.programme_year
    files = []
    for label, on_list in scene.reach.listed.items():
        issued = date(int(label[:4]), 9, 1)
        file = Delivery(FAMILY, "priority_schools", issued, _list_frame(scene, on_list, label))
        if label != printed:
            files.append(file)
            continue
        others = np.flatnonzero(~on_list & scene.schools.is_open_on(scene.years[label].starts))
        first = on_list.copy()
        first[rng.choice(others, max(2, int(on_list.sum()) // 60), replace=False)] = True
        files.append(replace(file, frame=_list_frame(scene, first, label)))
        files.append(replace(file, day=_LIST_REVISED_ON))
    lists = [("areas", areas_frame())]
    lists += [(feed, _seed(feed)) for feed in ("occupations", "benchmarks")]
    return [*files, *(Delivery(FAMILY, feed, _LISTS_ON, frame) for feed, frame in lists)]


def _seed(feed: str) -> pl.DataFrame:
    return pl.read_csv(SEEDS / f"{feed}.csv", infer_schema=False)


def _list_frame(scene: Scene, on_list: np.ndarray, label: str) -> pl.DataFrame:
    return pl.DataFrame({"urn": scene.schools.urn[on_list]}).with_columns(
        programme_year=pl.lit(label)
    )
