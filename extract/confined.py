"""Turn a file that is no CSV into CSV in a process of its own, held to limits.

Such files come from outside, and what reads them is not ours: one cell in the last corner of a
sheet makes the reader ask for 512 GB and end its process. Here that ends only the conversion.
"""

import errno
import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from signal import SIGKILL, SIGXCPU

from extract.places import Places
from warehouse.errors import FileRejected, SourceUnavailable

# Address space: the libraries reserve 2.4 GB of it unused. A sheet of a million rows and twenty
# columns takes 1.8 GB of memory.
MOST_MEMORY_BYTES = 8 << 30
# A sheet of a million rows and twenty columns takes 21 s. Small files get less: one with a cell
# in column ZZZA would keep the reader at work for as long as it may.
MOST_CPU_SECONDS = 300
LEAST_CPU_SECONDS = 20
CPU_SECONDS_A_MB = 10
# Ten times the largest export known (430 MB).
MOST_CSV_BYTES = 4 << 30
# What the parts of a workbook may unpack to: a million rows of thirty cells are 1.5 GB of XML.
MOST_UNPACKED_BYTES = 2 << 30
# Nothing of our own, which holds passwords. Threads would each reserve memory.
ENVIRONMENT = {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True)
class Job:
    """One file to be turned into CSV.

    `wanted` holds, for each column the file must have, the folded headers it can go by;
    `moments` the folded headers of columns that hold times, so that midnight stays one;
    `answers` those of columns that make a row of a filled-in workbook a record.
    """

    format: str
    landed: str
    csv: str
    wanted: Sequence[Sequence[str]] = ()
    moments: Sequence[str] = ()
    answers: Sequence[str] = ()
    most_unpacked_bytes: int = field(default_factory=lambda: MOST_UNPACKED_BYTES)


@dataclass(frozen=True)
class Converted:
    """What a conversion found: where header and records stand, and what is worth a warning."""

    header_place: str
    places: Places
    warnings: tuple[str, ...] = ()


def convert(job: Job, path: str) -> Converted:
    """Convert a file; `path` is its name in the landing zone.

    Raises FileRejected for a file that cannot be read or breaks the limits, SourceUnavailable
    when the machine, not the file, is at fault.
    """
    seconds = _most_seconds(Path(job.landed).stat().st_size)
    done = subprocess.run(
        [sys.executable, "-m", "extract.confined"],
        input=json.dumps(
            {"job": asdict(job), "limits": [MOST_MEMORY_BYTES, seconds, MOST_CSV_BYTES]}
        ),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
        env=ENVIRONMENT,
    )
    if done.returncode == -SIGKILL or done.returncode > 0:
        last = done.stderr.strip().rpartition("\n")[2]
        said = f"the process that reads it ended with {done.returncode}"
        raise _unavailable(path, f"{said}: {last}" if last else said)
    if done.returncode == -SIGXCPU:
        raise _too_much(path, "time", seconds)
    if done.returncode < 0:
        raise _too_much(path, "memory")
    answer = json.loads(done.stdout)
    if problem := answer.get("unavailable"):
        raise _unavailable(path, problem)
    if problem := answer.get("too_much"):
        raise _too_much(path, problem)
    if rejection := answer.get("rejected"):
        what, where, evidence, remedy = rejection
        raise FileRejected(what, f"{path}, {where}" if where else path, evidence, remedy)
    return Converted(answer["header_place"], Places(**answer["places"]), tuple(answer["warnings"]))


def _most_seconds(size_bytes: int) -> int:
    """Return how long a file of that size may take, in seconds of work."""
    return min(MOST_CPU_SECONDS, LEAST_CPU_SECONDS + CPU_SECONDS_A_MB * (size_bytes >> 20))


def _too_much(path: str, limit: str, seconds: int = 0) -> FileRejected:
    evidence = {
        "memory": f"it needs more than {MOST_MEMORY_BYTES >> 20:,} MB of memory",
        "size": f"as CSV it is larger than {MOST_CSV_BYTES >> 20:,} MB",
        "time": f"it was not read after {seconds:,} seconds of work",
    }
    return FileRejected(
        "The file asks for more than any export needs.",
        where=path,
        evidence=evidence[limit],
        remedy="Look at it with care: it may be damaged or hostile. Ask the sender for CSV.",
    )


def _unavailable(path: str, evidence: str) -> SourceUnavailable:
    return SourceUnavailable(
        "The file could not be turned into CSV.",
        where=path,
        evidence=evidence,
        remedy="Look for room in the folder for temporary files (TMPDIR) and for memory; "
        "the next run tries again.",
    )


def main() -> None:
    """Read a job from stdin, do it within the limits, and write what came of it to stdout."""
    order = json.load(sys.stdin)
    memory, seconds, size = order["limits"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(_outcome(Job(**order["job"])), sys.stdout)


def _outcome(job: Job) -> dict[str, object]:
    try:
        return asdict(_do(job))
    except FileRejected as error:
        return {"rejected": error.args}
    except MemoryError:
        return {"too_much": "memory"}
    except OSError as error:
        if error.errno == errno.EFBIG:
            return {"too_much": "size"}
        return {"unavailable": f"{type(error).__name__}: {error.strerror or error}"}
    except (ImportError, KeyboardInterrupt, SystemExit):
        raise  # a broken installation, or somebody who ends us: not the file
    except BaseException as error:
        # A panic of a reader is no Exception. Its text can hold cells: its kind must do.
        kind = type(error)
        return {
            "rejected": (
                "The file cannot be read.",
                None,
                f"its reader stopped with {kind.__module__}.{kind.__qualname__}",
                "Ask the sender for it again under a new name, best as CSV.",
            )
        }


def _do(job: Job) -> Converted:
    if job.format == "xlsx":
        from extract.workbook import convert_workbook

        return convert_workbook(job)
    from extract.parquet_file import convert_parquet

    return convert_parquet(job)


if __name__ == "__main__":
    main()
