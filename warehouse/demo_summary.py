"""What the demo shows at its end: what loaded, what was rejected, which figures agree."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from psycopg.rows import class_row
from rich.console import Console
from rich.table import Table

from warehouse import console, passwords
from warehouse.addresses import addresses
from warehouse.database import connect
from warehouse.settings import Settings, embedded_port
from warehouse.status import read_status

QUERIES = Path(__file__).parent / "queries"
ROLE = "warehouse_transformer"
Row = TypeVar("Row")


@dataclass(frozen=True)
class Moment:
    """Where the warehouse stands: its last ledger row, its live release; None before the first."""

    last_load_id: int | None
    release_id: int | None


@dataclass(frozen=True)
class Rejection:
    """A file that was rejected, or of which rows were; `reasons` name rules, never values."""

    file_path: str
    outcome: str
    rows: int
    reasons: str


@dataclass(frozen=True)
class Printed:
    """The figures of a table or paragraph of a report, and how many of them agree."""

    report: str
    where_printed: str
    figures_count: int
    agreeing_count: int


@dataclass(frozen=True)
class Apart:
    """A published figure that is not the computed one."""

    figure_id: str
    where_printed: str
    published_value: str
    computed_value: str | None


def read_moment(settings: Settings) -> Moment:
    """Return where the warehouse stands now."""
    return _rows(settings, Moment, "moment.sql")[0]


def summarise(settings: Settings, before: Moment) -> bool:
    """Print the summary; return whether exactly the planted rejects were rejected."""
    now = read_moment(settings)
    screen = Console() if Console().is_terminal else Console(width=console.WIDTH_OF_FILES)
    screen.print(_loads(settings))
    is_as_planned = _tell_rejections(settings, screen)
    _tell_figures(settings, screen)
    _tell_change(before, now)
    _tell_places(settings)
    return is_as_planned


def _loads(settings: Settings) -> Table:
    table = Table(title="Loaded", title_justify="left")
    for heading in ("feed", "files", "rejected files", "rows", "rejected rows", "newest file"):
        table.add_column(heading, justify="left" if heading == "feed" else "right")
    for feed in read_status(settings).feeds:
        table.add_row(
            f"{feed.family}.{feed.feed}",
            f"{feed.files_count:,}",
            f"{feed.rejected_files_count:,}",
            f"{feed.rows_loaded:,}",
            f"{feed.rows_quarantined:,}",
            str(feed.newest_file_on or ""),
        )
    return table


def _tell_rejections(settings: Settings, screen: Console) -> bool:
    from sample.planted import planted_rejects

    planted = {(p.path, str(p.outcome)): p for p in planted_rejects()}
    found = {(r.file_path, r.outcome): r for r in _rows(settings, Rejection, "rejections.sql")}
    table = Table(title="Rejected", title_justify="left")
    for heading in ("file", "outcome", "rows", "reasons", "planted"):
        table.add_column(heading, justify="right" if heading == "rows" else "left", overflow="fold")
    is_as_planned = True
    for key in sorted(planted.keys() | found.keys()):
        rejection, plan = found.get(key), planted.get(key)
        rows = rejection.rows if rejection else 0
        is_planned = rejection is not None and plan is not None and rows == plan.rows
        is_as_planned &= is_planned
        reasons = rejection.reasons if rejection else "NOT REJECTED"
        table.add_row(*key, f"{rows:,}", reasons, _planned(is_planned, plan.what if plan else None))
    screen.print(table)
    console.say(
        "Rejected is what was planted, and nothing else."
        if is_as_planned
        else "Rejected is NOT just what was planted: see the last column."
    )
    return is_as_planned


def _planned(is_planned: bool, what: str | None) -> str:
    if is_planned:
        return str(what)
    return "NOT PLANTED" if what is None else f"NOT AS PLANTED: {what}"


def _tell_figures(settings: Settings, screen: Console) -> None:
    printed = _rows(settings, Printed, "figures.sql")
    table = Table(title="Published figures", title_justify="left")
    for heading in ("report", "printed in", "figures", "agree"):
        table.add_column(heading, justify="right" if heading in ("figures", "agree") else "left")
    for place in printed:
        counts = f"{place.figures_count:,}", f"{place.agreeing_count:,}"
        table.add_row(place.report, place.where_printed, *counts)
    screen.print(table)
    if apart := _rows(settings, Apart, "figures_apart.sql"):
        screen.print(_apart(apart))
    agreeing = sum(place.agreeing_count for place in printed)
    of_all = sum(place.figures_count for place in printed)
    console.say(f"{agreeing} of {of_all} published figures agree.")


def _apart(figures: list[Apart]) -> Table:
    table = Table(title="Figures that do NOT agree", title_justify="left", style="bold red")
    for heading in ("figure", "printed in", "published", "computed"):
        table.add_column(
            heading, justify="right" if heading in ("published", "computed") else "left"
        )
    for figure in figures:
        where, published = figure.where_printed, figure.published_value
        table.add_row(figure.figure_id, where, published, _short(figure.computed_value))
    return table


def _short(value: str | None) -> str:
    """Return a figure with at most four decimals; words as they are."""
    if value is None:
        return ""
    try:
        return f"{Decimal(value):,.4f}".rstrip("0").rstrip(".")
    except ArithmeticError:
        return value


def _tell_change(before: Moment, now: Moment) -> None:
    if before == now:
        console.say(
            f"Nothing was new: the ledger still ends at load {now.last_load_id}, "
            f"release {now.release_id} is still live, no mart has changed."
        )
    else:
        console.say(f"Release {now.release_id} is live, from loads up to {now.last_load_id}.")


def _tell_places(settings: Settings) -> None:
    places = addresses(settings.home, embedded_port())
    console.say(f"Database, for BI tools: {places.read_only_bi}")
    console.say(f"Passwords: {passwords.password_file(settings.home)} (as PGPASSFILE)")
    console.say(f"Landing zone: {settings.landing_url}")
    console.say(f"Outbox: {settings.outbox_url}")


def _rows(settings: Settings, kind: type[Row], query: str) -> list[Row]:
    with (
        connect(settings.warehouse_url, ROLE) as connection,
        connection.cursor(row_factory=class_row(kind)) as cursor,
    ):
        return cursor.execute((QUERIES / query).read_bytes()).fetchall()
