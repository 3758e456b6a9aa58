"""How the command speaks: reports on stdout as tables or JSON, errors on stderr."""

import dataclasses
import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.logging import RichHandler
from rich.table import Table
from rich.text import Text

from warehouse.errors import WarehouseError

# Redirected output is not folded to the 80 columns that rich would assume.
WIDTH_OF_FILES = 200


def say(text: str) -> None:
    """Print a line of plain text on stdout."""
    _console().print(text, soft_wrap=True)


def progress(text: str) -> None:
    """Print a line about work under way on stderr, apart from the outcome."""
    _console(stderr=True).print(text, soft_wrap=True)


def show(report: Any, as_json: bool) -> None:
    """Print a report, a frozen dataclass: as it draws itself, else field by field."""
    if as_json:
        say(json.dumps(dataclasses.asdict(report), default=str, ensure_ascii=False, indent=2))
        return
    if hasattr(report, "__rich_console__"):
        _console().print(report)
        return
    values = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    plain = {name: value for name, value in values.items() if not _is_table(value)}
    if plain:
        _console().print(_two_columns(plain))
    for name, rows in values.items():
        if _is_table(rows) and rows:
            _console().print(_table(name, rows))


def show_error(error: WarehouseError, as_json: bool) -> None:
    """Print what happened, where, the evidence and the remedy on stderr."""
    fields = {name: getattr(error, name) for name in ("what", "where", "evidence", "remedy")}
    console = _console(stderr=True)
    if as_json:
        text = json.dumps({"error": fields}, ensure_ascii=False)
        console.print(text, soft_wrap=True)
        return
    console.print(Text(error.what, style="bold red"), soft_wrap=True)
    for name in ("where", "evidence", "remedy"):
        if fields[name]:
            line = Text.assemble(
                (f"{name:>9}: ", "bold"), fields[name].replace("\n", "\n" + " " * 11)
            )
            console.print(line, soft_wrap=True)


def log_to_stderr() -> None:
    """Send log lines to stderr: coloured for a person, plain for a file."""
    console = _console(stderr=True)
    handler: logging.Handler
    if console.is_terminal:
        handler = RichHandler(console=console, show_path=False, omit_repeated_times=False)
        style = "%(message)s"
    else:
        handler = logging.StreamHandler()
        style = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.INFO, format=style, handlers=[handler], force=True)


def _console(stderr: bool = False) -> Console:
    # No markup: brackets in a file's name or reason are just brackets.
    console = Console(stderr=stderr, markup=False, highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_OF_FILES
    return console


def _is_table(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(map(dataclasses.is_dataclass, value))


def _two_columns(values: dict[str, Any]) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in values.items():
        table.add_row(_words(name), _text(name, value))
    return table


def _table(name: str, rows: Sequence[Any]) -> Table:
    table = Table(title=_words(name), title_justify="left", title_style="bold", expand=False)
    fields = dataclasses.fields(rows[0])
    for field in fields:
        numeric = isinstance(getattr(rows[0], field.name), int)
        table.add_column(
            _words(field.name), justify="right" if numeric else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(_text(field.name, getattr(row, field.name)) for field in fields))
    return table


def _words(name: str) -> str:
    return name.replace("_", " ").removesuffix(" count").removesuffix(" at").removesuffix(" on")


def _text(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() if not name.endswith("_id"):
            return f"{value:,}"
        case float():
            return f"{value:,.2f}"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case dict():
            return ", ".join(f"{key} {_text(key, inner)}" for key, inner in value.items())
        case list() | tuple() if value and _is_table(value):
            return f"{len(value):,}"
        case list() | tuple():
            return ", ".join(_text(name, inner) for inner in value)
        case _:
            return str(value)
