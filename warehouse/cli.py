"""The command `warehouse`: one short function a subcommand, its work imported inside."""

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from warehouse import console
from warehouse.errors import ServerError, WarehouseError
from warehouse.settings import Settings, embedded_port, home_folder

AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]

app = typer.Typer(
    name="warehouse",
    help="The STEM programmes' exports, from the files that land to KPIs that are released.",
    epilog="Settings come from the environment: WAREHOUSE_URL, LANDING_URL, LANDING_OPTIONS, "
    "OUTBOX_URL, OUTBOX_OPTIONS, WAREHOUSE_HOME, PSEUDONYM_KEY, EMBEDDED_PORT. Unset, they mean "
    "the embedded server and folders under var/. Exit codes: 0 done, 1 a file was rejected or "
    "something failed, 2 wrong usage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
SERVER = "Server"
NIGHT = "From files to KPIs"
LOOK = "Look and undo"


class Scale(StrEnum):
    """How much the sample exports hold."""

    small = "small"
    full = "full"


def main() -> None:
    """Run the command; explain a failure on stderr, without a stack trace, and exit 1."""
    console.log_to_stderr()
    try:
        app()
    except WarehouseError as error:
        _fail(error)
    except psycopg.OperationalError as error:
        _fail(
            ServerError(
                "The database gave up in the middle of the work.",
                evidence=str(error).strip(),
                remedy="Run the same command again: it goes on from what the ledger says.",
            )
        )


@app.command(rich_help_panel=SERVER)
def up(
    show_passwords: Annotated[
        bool, typer.Option(help="Print the addresses with their passwords.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Start the embedded server, recovering it after a crash, and print its addresses."""
    from warehouse import postgres
    from warehouse.addresses import addresses

    home, port = home_folder(), embedded_port()
    postgres.start(home, port)
    console.show(addresses(home, port, show_passwords), as_json)


@app.command(rich_help_panel=SERVER)
def down() -> None:
    """Stop Airflow, if it runs on this machine, and the embedded server."""
    from warehouse import airflow, postgres

    home = home_folder()
    if airflow.stop(home):
        console.say("Airflow stopped.")
    stopped = postgres.stop(home)
    console.say("Server stopped." if stopped else "The embedded server was not running.")


@app.command(rich_help_panel=SERVER)
def init() -> None:
    """Make roles, schemas, ledger and raw tables in the database; safe to repeat."""
    from warehouse.database import initialise, redacted

    settings = Settings.from_environment()
    initialise(settings)
    console.say(f"Ready: {redacted(settings.warehouse_url)}")


@app.command(rich_help_panel=NIGHT)
def sample(
    out: Annotated[Path, typer.Option(help="The landing zone to write into.")],
    scale: Annotated[Scale, typer.Option(help="How much to write.")] = Scale.full,
    seed: Annotated[int | None, typer.Option(help="Another seed, other people.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write sample exports that lead to the published figures."""
    from sample.writer import DEFAULT_SEED, write_sample

    chosen = DEFAULT_SEED if seed is None else seed
    console.show(write_sample(out, scale.value, chosen, console.progress), as_json)


@app.command(rich_help_panel=NIGHT)
def load(
    selection: Annotated[
        list[str] | None, typer.Argument(metavar="[FAMILY[.FEED]]…", help="Default: everything.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load everything new in the landing zone into raw."""
    from extract.load import load_feeds

    report = load_feeds(Settings.from_environment(), selection or ())
    console.show(report, as_json)
    report.raise_for_rejected()


@app.command(rich_help_panel=NIGHT)
def build(
    release: Annotated[
        bool, typer.Option(help="Swap the candidate in when its tests have passed.")
    ] = True,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The day to compute for; default: the newest file's."
        ),
    ] = None,
    force: Annotated[bool, typer.Option(help="Build even if nothing is new.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build core and marts aside, test them, and release them all at once."""
    from warehouse.build import build as build_warehouse

    report = build_warehouse(
        Settings.from_environment(),
        release=release,
        as_of=as_of.date() if as_of else None,
        force=force,
        report=console.progress,
    )
    console.show(report, as_json)


@app.command(rich_help_panel=NIGHT)
def publish(as_json: AsJson = False) -> None:
    """Write the released marts to the outbox, as CSV and Parquet with their descriptor."""
    from publish.export import publish_marts

    console.show(publish_marts(Settings.from_environment()), as_json)


@app.command(rich_help_panel=NIGHT)
def nightly(as_json: AsJson = False) -> None:
    """Run the whole night through the Airflow DAGs, in this process."""
    from warehouse.nightly import run

    report = run(Settings.from_environment())
    console.show(report, as_json)
    report.raise_for_failed()


@app.command(rich_help_panel=LOOK)
def status(as_json: AsJson = False) -> None:
    """Show what was loaded, rejected or left alone, which feeds are late, what is released."""
    from warehouse.status import read_status

    console.show(read_status(Settings.from_environment()), as_json)


@app.command(rich_help_panel=LOOK)
def rejects(
    out: Annotated[Path, typer.Option(help="FILE.xlsx, or a folder for one workbook a family.")],
    sender: Annotated[
        str | None, typer.Option(metavar="FAMILY[.FEED]", help="Whose rejects; default: all.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only files dated since then.")
    ] = None,
    with_personal_data: Annotated[
        bool, typer.Option("--with-personal-data", help="Include columns of personal data.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write what was rejected and why into a workbook that can be mailed to its sender."""
    from extract.rejects import write_rejects

    report = write_rejects(
        Settings.from_environment(),
        out,
        sender,
        since.date() if since else None,
        with_personal_data,
    )
    console.show(report, as_json)
    if not report.workbooks and not as_json:
        console.say("Nothing is rejected: no workbook written.")


@app.command(rich_help_panel=LOOK)
def review(
    out: Annotated[Path, typer.Option(help="FILE.xlsx to write the questions into.")],
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who will answer; written beside each text.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the texts that wait for a category into a workbook that a steward fills in."""
    from cleaning.review import write_review

    report = write_review(Settings.from_environment(), out, by)
    console.show(report, as_json)
    if report.workbook is None and not as_json:
        console.say("No text waits for a category: no workbook written.")


@app.command(rich_help_panel=LOOK)
def replay(
    load_id: Annotated[int, typer.Argument(metavar="LOAD_ID", help="As `status` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Try a load's quarantined rows, or its rejected file, again after a fix."""
    from extract.replay import replay as replay_load

    report = replay_load(Settings.from_environment(), load_id)
    console.show(report, as_json)
    report.raise_for_rejected()


@app.command(rich_help_panel=LOOK)
def rollback(as_json: AsJson = False) -> None:
    """Put the release before back in place."""
    from publish.release import rollback as roll_back

    console.show(roll_back(Settings.from_environment()), as_json)


def _fail(error: WarehouseError) -> None:
    console.show_error(error, as_json="--json" in sys.argv)
    sys.exit(1)


if __name__ == "__main__":
    main()
