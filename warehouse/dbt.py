"""dbt inside this process: its environment, its manifest, its errors in our words."""

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar, cast

from psycopg import conninfo

from cleaning.version import ALL_CODE, version_of
from warehouse.errors import BuildFailed, ConfigurationError, WarehouseError
from warehouse.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunResult
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

PROJECT = PROJECT_ROOT / "dbt_project"
NOT_PROJECT = {"target", "logs", "dbt_packages"}
NOISE = ("DETAIL:", "CONTEXT:", "LINE ", "compiled code at", "> in macro", "> called by")
T = TypeVar("T")
TROUBLE = ("error", "fail", "runtime error")


@dataclass
class Dbt:
    """The dbt project, as `settings` and `as_of` make it run.

    `as_of` overrides the as-of day; None leaves it to the newest platform file.
    """

    settings: Settings
    as_of: date | None = None
    project: Path = field(default_factory=lambda: PROJECT)
    _manifest: "Manifest | None" = field(default=None, repr=False)

    def fingerprint(self) -> str:
        """Return a hash of everything but the data that the built tables depend on."""
        digest = hashlib.sha256(version("dbt-core").encode() + repr(self.as_of).encode())
        digest.update(version_of(code=ALL_CODE).encode())
        for path in sorted(self.project.rglob("*")):
            relative = path.relative_to(self.project)
            if path.is_file() and not NOT_PROJECT.intersection(relative.parts):
                digest.update(str(relative).encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def run(self, command: str, *selection: str) -> "list[RunResult]":
        """Run one dbt command over the selected nodes and return what became of each.

        Failing tests are results like others; raises BuildFailed when a model or
        seed could not be built, or dbt could not start.
        """
        manifest = self.manifest()
        outcome = self._invoke([command, "--no-write-json", *selection], manifest)
        if outcome.exception is not None:
            raise _unreadable(outcome.exception)
        results: list[RunResult] = list(outcome.result.results)  # type: ignore[union-attr]
        if command != "test":
            _raise_if_any_failed(results)
        return results

    def manifest(self) -> "Manifest":
        """Return the parsed project, from the last parse if nothing has changed since."""
        if self._manifest is None:
            self._manifest = self._saved_manifest() or self.parse()
        return self._manifest

    def parse(self) -> "Manifest":
        """Parse the project and keep the outcome for the processes that come after.

        Raises BuildFailed when dbt cannot read the project.
        """
        self._parse_key_file.unlink(missing_ok=True)
        outcome = self._invoke(["parse"])
        if outcome.exception is not None:
            raise _unreadable(outcome.exception)
        self._parse_key_file.write_text(self._parse_key())
        return outcome.result  # type: ignore[return-value]

    def command(self, arguments: Sequence[str]) -> bool:
        """Run dbt as from its own command line; True when it succeeded."""
        outcome = self._invoke(arguments, quiet=False)
        if outcome.exception is not None:
            raise _unreadable(outcome.exception)
        return outcome.success

    @property
    def target(self) -> Path:
        """The folder of dbt's artefacts, one a database and as-of day."""
        name = conninfo.conninfo_to_dict(self.settings.warehouse_url).get("dbname") or "default"
        return self.settings.home / "dbt" / f"{name}{self.as_of or ''}"

    @property
    def _parse_key_file(self) -> Path:
        return self.target / "parse_key"

    def _parse_key(self) -> str:
        return f"{self.fingerprint()} {_address(self.settings)['WAREHOUSE_DBT_DBNAME']}"

    def _saved_manifest(self) -> "Manifest | None":
        """Return the manifest of the last parse, if it is of this very project.

        dbt's own partial parsing would read and compare every file again (three
        seconds a process); our fingerprint has done that in milliseconds.
        """
        saved = self.target / "partial_parse.msgpack"
        if not (saved.exists() and self._parse_key_file.exists()):
            return None
        if self._parse_key_file.read_text() != self._parse_key():
            return None
        from dbt.contracts.graph.manifest import Manifest
        from dbt.parser.manifest import extended_mashumuro_decoder

        manifest: Any = Manifest.from_msgpack(
            saved.read_bytes(), decoder=extended_mashumuro_decoder
        )
        manifest.build_parent_and_child_maps()
        manifest.build_group_map()
        manifest.build_flat_graph()
        return cast("Manifest", manifest)

    def _invoke(
        self, arguments: Sequence[str], manifest: "Manifest | None" = None, quiet: bool = True
    ) -> "dbtRunnerResult":
        from dbt.cli.main import dbtRunner

        options = ["--project-dir", str(self.project), "--profiles-dir", str(self.project)]
        options += ["--target-path", str(self.target), "--log-path", str(self.target)]
        # A log file would hold rows: the server quotes them in its errors.
        options += ["--log-level-file", "none", "--no-version-check", "--no-use-colors"]
        options += ["--no-send-anonymous-usage-stats"]
        if quiet:
            options += ["--quiet", "--log-level", "none"]
        if self.as_of is not None:
            options += ["--vars", json.dumps({"as_of": self.as_of.isoformat()})]
        self.target.mkdir(parents=True, exist_ok=True)
        with _environment(_address(self.settings)):
            return _on_short_stack(
                lambda: dbtRunner(manifest=manifest).invoke([*arguments, *options])
            )


def _on_short_stack(call: Callable[[], T]) -> T:
    """Call on a thread of its own, which dies with this process.

    For each of its flags dbt looks up the module of every caller on the stack; below Airflow
    or pytest, with thousands of modules, that takes longer than the work.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:  # raised again in the thread that waits
            outcome.set_exception(error)

    Thread(target=run, name="dbt", daemon=True).start()
    return outcome.result()


def without_values(message: str) -> str:
    """Return an error of the database without the values of rows that it quotes."""
    lines = [line.strip() for line in message.splitlines()]
    kept = [
        re.sub(r': "(?:[^"]|"")*"$', ': "…"', line)
        for line in lines
        if line and not line.startswith(NOISE)
    ]
    return "\n".join(kept)


def _address(settings: Settings) -> dict[str, str]:
    """Return the database's address as the environment that profiles.yml reads."""
    parts = conninfo.conninfo_to_dict(settings.warehouse_url)
    if not parts.get("dbname"):
        raise ConfigurationError(
            "WAREHOUSE_URL names no database.",
            where="environment variable WAREHOUSE_URL",
            remedy="Write it as postgresql://user:password@host:port/database.",
        )
    return {
        "WAREHOUSE_DBT_HOST": str(parts.get("host") or ""),
        "WAREHOUSE_DBT_PORT": str(parts.get("port") or 5432),
        "WAREHOUSE_DBT_USER": str(parts.get("user") or ""),
        "WAREHOUSE_DBT_DBNAME": str(parts["dbname"]),
        "WAREHOUSE_DBT_SSLMODE": str(parts.get("sslmode") or "prefer"),
        "DBT_ENV_SECRET_WAREHOUSE_PASSWORD": str(parts.get("password") or ""),
    }


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables while dbt runs, and put back what was there."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _raise_if_any_failed(results: "list[RunResult]") -> None:
    failed = [result for result in results if str(result.status) in TROUBLE]
    if not failed:
        return
    first: Any = failed[0]
    others = f" ({len(failed) - 1} more failed)" if len(failed) > 1 else ""
    raise BuildFailed(
        f"{first.node.resource_type.capitalize()} {first.node.name} could not be built{others}.",
        where=f"dbt_project/{first.node.original_file_path}",
        evidence=without_values(first.message or ""),
        remedy="The live release stays as it was. Correct the model, then run: warehouse build",
    )


def _unreadable(error: BaseException) -> BuildFailed:
    return BuildFailed(
        "dbt could not run the project.",
        where=str(PROJECT),
        evidence=without_values(str(error)),
        remedy="Run `python -m warehouse.dbt parse` to see all of it.",
    )


def main() -> int:
    """Run dbt on the project with the warehouse's settings: `python -m warehouse.dbt parse`."""
    try:
        return 0 if Dbt(Settings.from_environment()).command(sys.argv[1:]) else 1
    except WarehouseError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
