"""What a person reads after a load."""

from datetime import date

import pytest
from rich.console import Console

from extract.bad_records import Reason
from extract.report import FeedReport, FileReport, LoadReport, RuleCount
from warehouse.errors import FileRejected, SourceUnavailable

DAY = date(2021, 1, 1)
LOADED = FileReport(
    "platform/hubs/hubs_2021-01-01.csv",
    DAY,
    "loaded",
    rows_read=1_012,
    rows_loaded=1_000,
    rows_quarantined=12,
    rules_broken=(RuleCount("minimum", "share", 12),),
    warnings=("unknown columns kept out: colour",),
)
REJECTED = FileReport(
    "platform/hubs/hubs_2021-01-02.csv",
    DAY,
    "rejected",
    reason="30 of 130 rows are bad, more than 5%",
    first_reasons=(Reason(7, "minimum", "share", "share: '-1' is less than 0", 8),),
)
GONE = FileReport("platform/hubs/hubs_2021-01-03.csv", DAY, "unavailable", reason="gone")


def drawn(*files: FileReport) -> str:
    console = Console(width=160, record=True, file=open("/dev/null", "w"))  # noqa: PTH123, SIM115
    feed = FeedReport("platform", "hubs", files, 3, ("platform/hubs/other.csv",))
    console.print(LoadReport((feed,), ("platform/hobs",)))
    console.file.close()
    return console.export_text()


def test_the_report_shows_rows_rejects_and_reasons() -> None:
    text = drawn(LOADED, REJECTED)
    for part in (
        "platform.hubs", "1,012", "1,000", "share minimum x12", "colour",
        "30 of 130 rows are bad", "record 7, line 8: share: '-1' is less than 0",
        "platform/hubs/other.csv: not named", "platform/hobs: no contract",
    ):  # fmt: skip
        assert part in text


def test_a_load_in_which_all_went_well_raises_nothing() -> None:
    LoadReport((FeedReport("platform", "hubs", (LOADED,)),)).raise_for_rejected()


@pytest.mark.parametrize(
    ("files", "error"), [((LOADED, REJECTED), FileRejected), ((REJECTED, GONE), SourceUnavailable)]
)
def test_what_went_wrong_is_raised_in_the_end(
    files: tuple[FileReport, ...], error: type[Exception]
) -> None:
    feed = FeedReport("platform", "hubs", files)
    with pytest.raises(error, match=files[-1].path):
        feed.raise_for_rejected()
    assert (feed.rows_loaded, feed.rows_quarantined) in ((1_000, 12), (0, 0))


def test_a_file_that_cannot_be_read_hides_no_rejected_one() -> None:
    feed = FeedReport("platform", "hubs", (REJECTED, GONE))
    with pytest.raises(SourceUnavailable) as raised:
        feed.raise_for_rejected()
    assert REJECTED.path in str(raised.value)
    assert "more than 5%" in str(raised.value)


def test_what_an_earlier_try_rejected_is_raised_once_all_could_be_read() -> None:
    feed = FeedReport("platform", "hubs", (LOADED,), rejected_earlier=(REJECTED,))
    with pytest.raises(FileRejected, match=REJECTED.path):
        feed.raise_for_rejected()


def test_a_folder_that_could_not_be_listed_is_named() -> None:
    feed = FeedReport("platform", "hubs", unlisted="no route to host")
    with pytest.raises(SourceUnavailable, match="platform/hubs"):
        LoadReport((feed,)).raise_for_rejected()
