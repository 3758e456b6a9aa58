"""Landing zones behind real servers: credentials, broken connections, files still being written."""

import gzip
import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import paramiko
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from extract.contract import get_contract
from extract.landing import LandedFile, LandingZone
from extract.ledger import FeedLedger
from extract.load import load_feeds
from extract.load_file import FileLoader
from extract.raw_table import LOADER
from extract.remote import _listed
from extract.report import FileReport
from tests.conftest import passable_folder
from tests.extract.conftest import Bench
from tests.servers import Cut, SftpServer, cutting_proxy, s3_server, sftp_server
from warehouse.database import connect
from warehouse.errors import ConfigurationError, SourceUnavailable
from warehouse.sftp import connect as connect_sftp

PRIORITY = "reference.priority_schools"
FOLDER = "reference/priority_schools"
FILE = f"{FOLDER}/priority_schools_2021-01-01.csv"
HEADER = "urn,programme_year\n"
ROWS = HEADER + "1,2020/21\n2,2020/21\n"
BIG_ROWS = 200_000
BIG = HEADER + "".join(f"{number},2020/21\n" for number in range(100_000, 100_000 + BIG_ROWS))
SECRET = "a secret of S3"
S3_USER = {"key": "someone", "secret": SECRET}


@dataclass(frozen=True)
class Zone:
    """A landing zone on a server: where it is, and how a sender puts a file there."""

    port: int
    address: Callable[[int], tuple[str, dict[str, Any]]]
    put: Callable[[str, bytes], None]

    def at(self, port: int | None = None) -> tuple[str, dict[str, Any]]:
        """Return address and options, through another port if one is given."""
        return self.address(port or self.port)

    def bench(self, bench: Bench, port: int | None = None, **options: Any) -> Bench:
        """Return the bench with this landing zone."""
        url, told = self.at(port)
        return Bench(replace(bench.settings, landing_url=url, landing_options=told | options))


@pytest.fixture(scope="module")
def sftp() -> Iterator[SftpServer]:
    with passable_folder() as folder, sftp_server(folder) as server:
        yield server


@pytest.fixture(scope="module")
def s3() -> Iterator[int]:
    with s3_server() as port:
        yield port


def sftp_zone(server: SftpServer) -> Zone:
    root = f"zone {uuid4().hex[:6]}"

    def address(port: int) -> tuple[str, dict[str, Any]]:
        options = {"password": server.password, "host_key": server.host_key}
        return f"sftp://{server.user}@127.0.0.1:{port}/{root}", options

    def put(path: str, data: bytes) -> None:
        target = server.folder / "served" / root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    put(f"{FOLDER}/.keep", b"")
    return Zone(server.port, address, put)


def s3_client(port: int) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id=S3_USER["key"],
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )


def s3_zone(port: int) -> Zone:
    client, bucket = s3_client(port), f"zone-{uuid4().hex[:6]}"
    client.create_bucket(Bucket=bucket)

    def address(port: int) -> tuple[str, dict[str, Any]]:
        return f"s3://{bucket}/in", S3_USER | {"endpoint_url": f"http://127.0.0.1:{port}"}

    def put(path: str, data: bytes) -> None:
        client.put_object(Bucket=bucket, Key=f"in/{path}", Body=data)

    put(f"{FOLDER}/", b"")
    return Zone(port, address, put)


@pytest.fixture(params=["s3", "sftp"])
def zone(request: pytest.FixtureRequest) -> Zone:
    server = request.getfixturevalue(request.param)
    return s3_zone(server) if request.param == "s3" else sftp_zone(server)


@pytest.fixture
def proxied(zone: Zone) -> Iterator[tuple[int, Cut]]:
    with cutting_proxy(zone.port) as proxy:
        yield proxy


def test_files_on_a_server_load_and_nothing_tells_how_they_were_reached(
    bench: Bench, zone: Zone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="extract")
    names = ["priority_schools_2021-01-01.csv", "priority_schools_2021-01-02_Łódź a#b%20[1]?.csv"]
    names.append(f"priority_schools_2021-01-03_{'long' * 40}.csv")
    for number, name in enumerate(names):
        zone.put(f"{FOLDER}/{name}", f"{HEADER}{number + 1},2020/21\n".encode())
    zone.put(f"{FOLDER}/{names[0]}.manifest.json", b'{"rows": 1}')
    remote = zone.bench(bench)
    report = remote.load(PRIORITY)
    assert [file.status for file in report.files] == ["loaded"] * 3, report
    assert [entry["file_path"] for entry in bench.ledger()] == [f"{FOLDER}/{n}" for n in names]
    assert remote.load(PRIORITY).known_files == 3
    _, options = zone.at()
    said = f"{caplog.text} {remote.settings!r} {bench.ledger()} {report}"
    for secret in (options.get("password"), options.get("secret")):
        assert secret is None or secret not in said


def test_large_files_arrive_whole(bench: Bench, zone: Zone) -> None:
    zone.put(FILE, BIG.encode())
    assert zone.bench(bench).load_one(PRIORITY).rows_loaded == BIG_ROWS


def test_a_connection_that_drops_is_made_anew_and_the_file_read_on(
    bench: Bench, zone: Zone, proxied: tuple[int, Cut]
) -> None:
    zone.put(FILE, BIG.encode())
    port, cut = proxied
    with closing(LandingZone(*zone.at(port))) as landing:
        (landed,) = landing.feed("reference", "priority_schools").files
        landing.close()
        # The next connection ends in the middle of the file, as does the one after.
        cut.after += [1_000_000, 500_000]
        reader = landed.open()
        data = b""
        while chunk := reader.read(65_536):
            data += chunk
        reader.close()
    assert data == BIG.encode()
    assert cut.done >= 1


def test_a_connection_that_falls_silent_is_given_up_and_made_anew(
    bench: Bench, zone: Zone, proxied: tuple[int, Cut]
) -> None:
    zone.put(FILE, BIG.encode())
    port, cut = proxied
    limit: dict[str, Any] = {"timeout": 1}
    if zone.at()[0].startswith("s3"):
        limit = {"config_kwargs": {"read_timeout": 1}}
    cut.after, cut.stalls = [50_000], True
    assert zone.bench(bench, port, **limit).load_one(PRIORITY).rows_loaded == BIG_ROWS
    assert cut.done == 1


def test_a_file_that_cannot_be_read_to_its_end_is_not_taken_for_a_damaged_one(
    bench: Bench, zone: Zone, proxied: tuple[int, Cut], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.remote.PAUSES", (0.0, 0.0))
    noise = random.Random(1).randbytes(300_000).hex()  # noqa: S311
    packed = gzip.compress((HEADER + noise).encode())
    zone.put(f"{FILE}.gz", packed)
    port, cut = proxied
    remote = zone.bench(bench, port)
    with closing(LandingZone(remote.settings.landing_url, remote.settings.landing_options)) as at:
        (landed,) = at.feed("reference", "priority_schools").files
        at.close()
        cut.after = [len(packed) // 2] * 20
        report = load_landed(bench, landed)
    assert (report.status, bench.ledger()) == ("unavailable", [])


def test_no_thread_tells_of_a_connection_that_ended(
    sftp: SftpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = sftp_zone(sftp)
    zone.put(FILE, BIG.encode())
    said: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", said.append)
    files, root = connect_sftp(*zone.at())
    file = files.open(f"{root}/{FILE}", "rb")
    # The requests ahead find their channel closed, as they do where it closes meanwhile.
    files.ftp.get_channel().close()
    before = set(threading.enumerate())
    with pytest.raises(paramiko.SSHException, match="connection dropped"):
        file.read(1 << 20)
    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert said == []


def test_a_listing_that_breaks_off_is_no_listing(
    bench: Bench, zone: Zone, proxied: tuple[int, Cut], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.remote.PAUSES", (0.0,))
    for number in range(120):
        zone.put(f"{FOLDER}/priority_schools_2021-01-01_{number}.csv", b"x")
    port, cut = proxied
    with closing(LandingZone(*zone.at(port))) as landing:
        assert len(landing.feed("reference", "priority_schools").files) == 120
        for after in (9_000, 12_000):
            landing.close()
            cut.after, cut.done = [after, after], 0
            with pytest.raises(SourceUnavailable, match="cannot be read"):
                landing.feed("reference", "priority_schools")
            assert cut.done == 2
        assert len(landing.feed("reference", "priority_schools").files) == 120


def test_a_feed_that_cannot_be_listed_stops_no_other_and_is_named(
    bench: Bench, zone: Zone, proxied: tuple[int, Cut], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.remote.PAUSES", ())
    zone.put(FILE, ROWS.encode())
    for number in range(120):
        zone.put(f"reference/areas/areas_2021-01-01_{number}.csv", b"x")
    port, cut = proxied
    remote = zone.bench(bench, port)
    cut.after = [9_000]
    report = load_feeds(remote.settings, ["reference.areas", PRIORITY])
    assert cut.done == 1
    assert {file.path: file.status for file in report.all_files()} == {FILE: "loaded"}
    with pytest.raises(SourceUnavailable, match="reference/areas"):
        report.raise_for_rejected()


def test_a_file_that_vanishes_after_the_listing_is_left_alone(bench: Bench) -> None:
    path = bench.land(FILE, ROWS)
    (landed,) = listed(bench)
    path.unlink()
    report = load_landed(bench, landed)
    assert (report.status, bench.ledger()) == ("unavailable", [])


@pytest.mark.parametrize("content", [ROWS, "no,such,header\n1,2,3\n", HEADER + "x,y\n"])
@pytest.mark.parametrize("change", ["grown", "touched", "manifest"])
def test_a_file_still_being_written_is_neither_loaded_nor_rejected(
    bench: Bench, content: str, change: str
) -> None:
    path = bench.land(FILE, content)
    (landed,) = listed(bench)
    match change:
        case "grown":
            path.write_text(content + "3,2020/21\n")
        case "touched":
            path.write_text(content)
        case "manifest":
            bench.land(FILE + ".manifest.json", json.dumps({"rows": 7}))
    report = load_landed(bench, landed)
    assert (report.status, bench.ledger(), bench.raw(PRIORITY)) == ("unavailable", [], [])
    assert "changed while it was read" in (report.reason or "")


def test_a_file_that_another_takes_the_place_of_is_left_for_the_next_run(
    bench: Bench, zone: Zone
) -> None:
    zone.put(FILE, ROWS.encode())
    remote = zone.bench(bench)
    (landed,) = listed(remote)
    zone.put(FILE, (ROWS + "3,2020/21\n").encode())
    assert load_landed(bench, landed).status == "unavailable"
    assert remote.load_one(PRIORITY).rows_loaded == 3


def test_a_link_is_the_file_it_leads_to(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_text(ROWS)
    bench.land(f"{FOLDER}/.keep", "")
    Path(bench.settings.landing_url, FILE).symlink_to(tmp_path / "elsewhere.csv")
    assert bench.load_one(PRIORITY).status == "loaded"
    assert bench.load(PRIORITY).known_files == 1


class Hostile(MemoryFileSystem):  # type: ignore[misc]
    """A server whose listing names files of other folders."""

    def ls(self, path: str, **_: Any) -> list[dict[str, Any]]:
        names = ("good_2021-01-01.csv", "../other/bad_2021-01-01.csv", "/etc/bad_2021-01-01.csv")
        return [{"name": f"{path}/{name}", "type": "file", "size": 1} for name in names]


def test_names_that_lead_elsewhere_are_not_followed() -> None:
    assert [entry.name for entry in _listed(Hostile(), "/in/good")] == ["good_2021-01-01.csv"]


def test_a_name_that_cannot_be_shown_as_it_is_is_left_alone(bench: Bench, sftp: SftpServer) -> None:
    zone = sftp_zone(sftp)
    zone.put(f"{FOLDER}/priority_schools_2021-01-02_a\nERROR b.csv", ROWS.encode())
    report = zone.bench(bench).load(PRIORITY)
    assert report.files == ()
    assert report.unrecognised == (f"{FOLDER}/priority_schools_2021-01-02_a\\nERROR b.csv",)


def test_the_environment_holds_the_credentials_of_s3(
    bench: Bench, s3: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = s3_zone(s3)
    zone.put(FILE, ROWS.encode())
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", S3_USER["key"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3}")
    settings = replace(bench.settings, landing_url=zone.at()[0])
    assert Bench(settings).load_one(PRIORITY).status == "loaded"


def sftp_url(server: SftpServer) -> str:
    return f"sftp://{server.user}@127.0.0.1:{server.port}/"


def test_a_private_key_opens_sftp_as_file_or_text(sftp: SftpServer) -> None:
    key = sftp.folder / "key"
    for option in ({"key_filename": str(key)}, {"private_key": key.read_text()}):
        with closing(LandingZone(sftp_url(sftp), {**option, "host_key": sftp.host_key})) as landing:
            landing.check()


def test_a_file_of_known_hosts_vouches_for_the_server(sftp: SftpServer, tmp_path: Path) -> None:
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{sftp.port} {sftp.host_key}\n")
    options = {"password": sftp.password, "known_hosts": str(known)}
    with closing(LandingZone(sftp_url(sftp), options)) as landing:
        landing.check()


@pytest.mark.parametrize(
    ("options", "evidence"),
    [
        ({}, "no key is known for"),
        ({"host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA" + "IHQHDhC3r8VY" + "A" * 30 + "QE"},
         "does not match"),
        ({"host_key": "nonsense"}, "host_key is no key"),
        ({"check_host_key": False, "password": "another pass word"}, "Authentication failed"),
        ({"check_host_key": False, "pasword": "hidden words"}, "pasword"),
    ],
)  # fmt: skip
def test_a_server_or_user_that_is_not_who_it_should_be_is_a_matter_for_a_person(
    sftp: SftpServer, options: dict[str, Any], evidence: str
) -> None:
    told = {"password": sftp.password} | options
    with pytest.raises(ConfigurationError, match=evidence) as raised:
        LandingZone(sftp_url(sftp), told)
    for secret in (sftp.password, "another pass word", "hidden words"):
        assert secret not in str(raised.value)


def test_an_operator_may_accept_any_server(sftp: SftpServer) -> None:
    options = {"password": sftp.password, "check_host_key": False}
    with closing(LandingZone(sftp_url(sftp), options)) as landing:
        landing.check()


def test_a_server_that_is_away_is_tried_again_by_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extract.remote.PAUSES", (0.0,))
    for url, options in (
        ("s3://bucket/in", S3_USER | {"endpoint_url": "http://127.0.0.1:1"}),
        ("sftp://someone@127.0.0.1:1/in", {"password": SECRET}),
    ):
        with pytest.raises(SourceUnavailable) as raised:
            LandingZone(url, options).check()
        assert SECRET not in str(raised.value)


def test_s3_without_credentials_is_a_matter_for_a_person(
    s3: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    with pytest.raises(ConfigurationError, match="NoCredentialsError"):
        LandingZone("s3://bucket/in", {"endpoint_url": f"http://127.0.0.1:{s3}"}).check()


def listed(bench: Bench) -> tuple[LandedFile, ...]:
    landing = LandingZone(bench.settings.landing_url, bench.settings.landing_options)
    return landing.feed("reference", "priority_schools").files


def load_landed(bench: Bench, landed: LandedFile) -> FileReport:
    """Load a file that was listed before."""
    contract = get_contract(*PRIORITY.split("."))
    with connect(bench.settings.warehouse_url, role=LOADER, autocommit=True) as connection:
        report = FileLoader(connection, contract, FeedLedger(connection, contract)).load(landed)
    assert report is not None
    return report
