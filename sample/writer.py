"""Writes the sample exports into a landing zone."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sample import activity_files as held
from sample import platform_files as platform
from sample import reference_files as reference
from sample.activities import build_activities
from sample.ambassadors import build_ambassadors
from sample.cast import Cast
from sample.cpd.files import aspire_files, inspection_files
from sample.cpd.roster import aspire_roster, member_urns
from sample.decisions import decision_files
from sample.planted import PLANTED
from sample.planting import Planted
from sample.rendering import Delivery, manifest_of, render
from sample.requests import build_requests
from sample.rosters import roster_files
from sample.scene import build_scene
from sample.school_names import school_names
from sample.story import SCALES, STORY, Story
from sample.streams import stream
from sample.surveys.exports import Export
from sample.surveys.files import build_enthuse, roster_of, survey_files
from sample.volunteering import build_volunteering

DEFAULT_SEED = 2022
_WORKERS = 2
_MANIFEST_SUFFIX = ".manifest.json"

Report = Callable[[str], None]


@dataclass(frozen=True)
class SampleReport:
    """What was written: files and their data records and bytes, and what is planted in them."""

    files: int
    rows: int
    bytes: int
    planted: tuple[Planted, ...]


def write_sample(
    out: Path,
    scale: str = "full",
    seed: int = DEFAULT_SEED,
    report: Report | None = None,
    story: Story = STORY,
) -> SampleReport:
    """Write `<out>/<family>/<feed>/<feed>_<day>[_<part>].csv[.gz]` for every sample feed.

    `scale` is `full` (the programme's true size), `small` (a hundredth) or `tenfold`. The same
    story, scale and seed give the same bytes. `report` is told of each step in a line. Raises
    ValueError where the scale is unknown or the story's numbers contradict each other.
    """
    if scale not in SCALES:
        raise ValueError(f"unknown scale {scale!r}; known: {', '.join(SCALES)}")
    tell = report or _say_nothing
    sources = _sources(story.scaled(SCALES[scale]), SCALES[scale], seed, tell)
    with ThreadPoolExecutor(_WORKERS) as workers:
        written = [
            counts
            for files in workers.map(lambda source: _write_all(out, source(), tell), sources)
            for counts in files
        ]
    rows, sizes = zip(*written, strict=True)
    return SampleReport(len(written), sum(rows), sum(sizes), PLANTED)


def _say_nothing(line: str) -> None:
    """Take a line of progress that nobody asked for."""


def _sources(
    story: Story, scale: float, seed: int, tell: Report
) -> list[Callable[[], Iterable[Delivery | Export]]]:
    """Play the story, then return what makes each group of feeds, the longest first."""
    scene = build_scene(story, scale, seed)
    tell(f"{len(scene.schools):,} establishments, {len(scene.organisations):,} organisations")
    activities = build_activities(scene, stream(seed, "activities"))
    volunteering, people = build_volunteering(story, activities, stream(seed, "volunteering"))
    tell(f"{len(activities):,} activities, {len(volunteering.activity):,} entries of hours")
    entries = np.bincount(volunteering.activity, minlength=len(activities))
    requests, answers = build_requests(
        story, activities, entries, scene.organisations, stream(seed, "requests")
    )
    ambassadors = build_ambassadors(story, people, stream(seed, "ambassadors"))
    tell(f"{len(ambassadors):,} Ambassadors, {len(requests.status):,} requests")
    cast = Cast(scene, scale, seed, activities, volunteering, ambassadors, requests, answers)
    urns = member_urns(scene.schools, len(scene.members))
    names = school_names(scene.schools, scene.members, stream(seed, "school names"))
    enthuse = build_enthuse(scene, names, seed)
    aspire = aspire_roster(story.aspire, scene.members, urns, stream(seed, "aspire roster"))
    rosters = [aspire, roster_of(enthuse)]
    return [
        lambda: platform.ambassador_files(cast),
        lambda: held.activity_files(cast),
        lambda: held.volunteering_files(cast),
        lambda: reference.register_files(scene, names, seed),
        lambda: [*aspire_files(scene, urns, seed), *roster_files(rosters, story.as_of, seed)],
        lambda: platform.request_files(cast),
        lambda: held.feedback_files(cast),
        lambda: survey_files(enthuse),
        lambda: platform.organisation_files(cast, names),
        lambda: [
            *platform.small_files(cast),
            *reference.list_files(scene, seed),
            *inspection_files(scene, urns, seed),
            *decision_files(),
        ],
    ]


def _write_all(
    out: Path, deliveries: Iterable[Delivery | Export], tell: Report
) -> list[tuple[int, int]]:
    """Write the files and return the records and bytes of each."""
    counts = []
    for delivery in deliveries:
        content, records, manifest = _content(delivery)
        path = out / delivery.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if manifest is not None:
            path.with_name(path.name + _MANIFEST_SUFFIX).write_bytes(manifest)
        tell(f"{delivery.path}: {records:,} rows, {len(content):,} bytes")
        counts.append((records, len(content)))
    return counts


def _content(delivery: Delivery | Export) -> tuple[bytes, int, bytes | None]:
    """Return a file's bytes, its records, and the manifest beside it, if there is one."""
    if isinstance(delivery, Export):
        return *delivery.render(), None
    content, records = render(delivery)
    return content, records, manifest_of(delivery, content, records)
