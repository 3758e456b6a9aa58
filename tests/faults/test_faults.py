"""Faults at chosen points: the next run ends in the state of one without any, table by table."""

import os
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.conftest import passable_folder
from tests.faults.conftest import FILES, World
from tests.faults.trap import trap
from tests.servers import cutting_proxy, s3_server, sftp_server
from warehouse.errors import ServerError, SourceUnavailable

Zone = Callable[[int], tuple[str, dict[str, Any]]]

COPYING = ("psycopg:Copy.write", "return")
SECOND_COPY = (*COPYING, 2)


def check(world: World, undisturbed: dict[str, list[str]]) -> None:
    """Run again, and compare."""
    world.restart()
    world.load()
    assert world.contents() == undisturbed
    assert world.load().rows_loaded == 0
    assert world.contents() == undisturbed


@pytest.mark.parametrize(
    ("place", "event", "nth"),
    [
        ("extract.load:_listed", "return", 1),
        ("extract.ledger:FeedLedger.judge", "call", 1),
        ("extract.load_file:FileLoader._begin", "return", 1),
        SECOND_COPY,
        ("extract.quarantine:move_bad_records", "call", 2),
        ("extract.quarantine:move_bad_records", "return", 2),
        ("extract.careful:_why_malformed", "call", 41),
        ("extract.ledger:FeedLedger.record", "call", 1),
        ("extract.ledger:FeedLedger.record", "return", 3),
        ("extract.ledger:FeedLedger.remember", "call", 1),
        ("extract.load_file:FileLoader._reject", "call", 1),
        ("extract.load_file:FileLoader._repeat", "return", 1),
    ],
)
def test_the_loader_killed(
    world: World, undisturbed: dict[str, list[str]], place: str, event: str, nth: int
) -> None:
    world.kill_loader(place, event, nth)
    check(world, undisturbed)


def kill_backend(world: World) -> None:
    os.kill(world.backend(), signal.SIGKILL)


def no_more_room(world: World) -> None:
    world.limit_files_of_backend(0)


@pytest.mark.parametrize(
    ("place", "event", "nth", "fault"),
    [
        (*SECOND_COPY, World.kill_server),
        ("extract.quarantine:move_bad_records", "call", 2, World.kill_server),
        ("extract.ledger:FeedLedger.record", "return", 2, World.kill_server),
        (*SECOND_COPY, kill_backend),
        ("extract.ledger:FeedLedger.record", "return", 2, no_more_room),
    ],
)
def test_the_server_killed_or_out_of_room_for_its_log(
    world: World,
    undisturbed: dict[str, list[str]],
    place: str,
    event: str,
    nth: int,
    fault: Callable[[World], None],
) -> None:
    with (
        pytest.raises(ServerError, match="stopped a load"),
        trap(place, event, lambda: fault(world), nth),
    ):
        world.load()
    check(world, undisturbed)


def test_the_server_s_disk_full_while_a_table_grows(
    world: World, undisturbed: dict[str, list[str]]
) -> None:
    limit = 16 << 20
    with world.superuser() as connection:
        # A segment of the server's log is as long as the limit, the table longer.
        connection.execute(
            "insert into raw.reference_priority_schools (_load_id, urn) "
            "select 0, repeat('x', 1800) from generate_series(1, 9300)"
        )
        # Without the room that the server takes ahead.
        connection.execute("vacuum full raw.reference_priority_schools")
        ((size,),) = connection.execute(
            "select pg_relation_size('raw.reference_priority_schools')"
        ).fetchall()
        assert limit <= size

    with (
        pytest.raises(ServerError, match=r"(?i)file too large|no space"),
        trap(
            "extract.load_file:FileLoader._begin",
            "return",
            lambda: world.limit_files_of_backend(limit),
        ),
    ):
        world.load()
    check(world, undisturbed)


def test_the_temporary_folder_full(world: World, undisturbed: dict[str, list[str]]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with trap(
        "extract.converted:JsonLinesSource.header",
        "call",
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard)),
    ):
        try:
            report = world.load()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert report.unavailable
    check(world, undisturbed)


@pytest.mark.parametrize(
    ("place", "event", "nth", "of_client"),
    [
        (*SECOND_COPY, True),
        ("extract.quarantine:move_bad_records", "call", 2, False),
        # The server commits, and we never hear of it.
        ("extract.ledger:FeedLedger.record", "return", 2, False),
    ],
)
def test_the_connection_to_the_server_cut(
    world: World,
    undisturbed: dict[str, list[str]],
    place: str,
    event: str,
    nth: int,
    of_client: bool,
) -> None:
    with cutting_proxy(world.server.port, of_client) as (port, cut):
        url = world.settings.warehouse_url.replace(f":{world.server.port}/", f":{port}/")
        with (
            pytest.raises(ServerError, match="stopped a load"),
            trap(place, event, lambda: cut.after.append(1), nth),
        ):
            world.load(warehouse_url=url)
        assert cut.done == 1
    check(world, undisturbed)


@pytest.fixture(scope="module")
def remotes(landing_folder: Path) -> Iterator[dict[str, tuple[int, Zone]]]:
    """The same files behind an S3 and an SFTP server: port, and address and options through one."""
    with passable_folder() as folder, sftp_server(folder) as sftp, s3_server() as s3:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{s3}",
            aws_access_key_id="someone",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )
        client.create_bucket(Bucket="landing")
        for name in FILES:
            client.upload_file(str(landing_folder / name), "landing", name)
        shutil.copytree(landing_folder, folder / "served", dirs_exist_ok=True)
        yield {
            "s3": (s3, lambda port: ("s3://landing", {
                "key": "someone",
                "secret": "secret",
                "endpoint_url": f"http://127.0.0.1:{port}",
            })),
            "sftp": (sftp.port, lambda port: (f"sftp://{sftp.user}@127.0.0.1:{port}/", {
                "password": sftp.password,
                "host_key": sftp.host_key,
            })),
        }  # fmt: skip


@pytest.mark.parametrize("remote", ["s3", "sftp"])
@pytest.mark.parametrize(
    ("place", "nth", "is_listing"),
    [
        # The second file: of two with the same bytes either may be the one whose rows count.
        ("extract.remote:Reader.read", 4, False),
        ("extract.landing:LandedFile.check_unchanged", 2, False),
        ("extract.remote:_listed", 3, True),
    ],
)
def test_the_connection_to_the_landing_zone_cut(
    world: World,
    undisturbed: dict[str, list[str]],
    remotes: dict[str, tuple[int, Zone]],
    monkeypatch: pytest.MonkeyPatch,
    remote: str,
    place: str,
    nth: int,
    is_listing: bool,
) -> None:
    server, address = remotes[remote]
    # As if all further tries had failed too.
    monkeypatch.setattr("extract.remote.PAUSES", ())
    with cutting_proxy(server) as (port, cut):
        url, options = address(port)
        # The library of S3 asks once more by itself where nothing of an answer has come.
        cuts = [1, 1] if remote == "s3" else [1]
        with trap(place, "call", lambda: cut.after.extend(cuts), nth):
            report = world.load(landing_url=url, landing_options=options)
        assert cut.done == len(cuts)
    unlisted = [feed.feed for feed in report.feeds if feed.unlisted]
    assert (len(report.unavailable), len(unlisted)) == ((0, 1) if is_listing else (1, 0))
    with pytest.raises(SourceUnavailable):
        report.raise_for_rejected()
    check(world, undisturbed)
