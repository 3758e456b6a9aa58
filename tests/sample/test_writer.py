"""What the writer writes: the same bytes each time, in the senders' own forms."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from extract.contract import all_contracts, get_contract
from sample.planted import PLANTED
from sample.writer import SampleReport, write_sample

NAME = re.compile(
    r"^(?P<feed>\w+?)_\d{4}-\d{2}-\d{2}(_\w+)?\.(csv(\.gz)?|xlsx)(\.manifest\.json)?$"
)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")


def test_the_same_seed_writes_the_same_bytes(
    small_folder: Path, small_report: SampleReport, tmp_path: Path
) -> None:
    assert write_sample(tmp_path, "small") == small_report
    assert digests(tmp_path) == digests(small_folder)


def test_writing_again_over_a_sample_changes_nothing(
    small_folder: Path, small_report: SampleReport
) -> None:
    before = digests(small_folder)
    write_sample(small_folder, "small")
    assert digests(small_folder) == before


def test_another_seed_writes_other_people(
    small_folder: Path, small_report: SampleReport, tmp_path: Path
) -> None:
    write_sample(tmp_path, "small", seed=1)
    name = "platform/ambassadors/ambassadors_2021-08-31.csv"
    assert digests(tmp_path)[name] != digests(small_folder)[name]


def test_an_unknown_scale_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown scale 'huge'; known: full, small"):
        write_sample(tmp_path, "huge")


def test_every_sample_feed_has_files_with_names_of_the_landing_zone(
    small_folder: Path, small_report: SampleReport
) -> None:
    files = [path for path in small_folder.rglob("*") if path.is_file()]
    for path in files:
        match = NAME.match(path.name)
        assert match, path
        assert match["feed"] == path.parent.name
    told = {contract.name for contract in all_contracts().values()}
    written = {f"{path.parent.parent.name}.{path.parent.name}" for path in files}
    assert written == told


def test_the_report_counts_what_lies_there(small_folder: Path, small_report: SampleReport) -> None:
    files = [p for p in small_folder.rglob("*") if p.is_file() and p.suffix != ".json"]
    assert small_report.files == len(files)
    assert small_report.bytes == sum(path.stat().st_size for path in files)
    assert small_report.planted == PLANTED


def test_steps_are_told_as_lines(tmp_path: Path) -> None:
    lines: list[str] = []
    report = write_sample(tmp_path, "small", report=lines.append)
    assert len(lines) == report.files + 3
    assert any(line.startswith("reference/gias/gias_2022-01-04.csv: 3") for line in lines)


def test_the_register_has_its_own_headers_encoding_and_line_ends(
    small_folder: Path, small_report: SampleReport
) -> None:
    content = (small_folder / "reference/gias/gias_2022-01-04.csv").read_bytes()
    header = content.split(b"\r\n", 1)[0].decode()
    assert header.startswith('"URN","LA (code)","LA (name)","EstablishmentNumber"')
    assert '"PhaseOfEducation (name)"' in header
    assert b"St Th\xe9r\xe8se\x92s" in content
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_other_feeds_have_the_headers_of_their_contracts(
    small_folder: Path, small_report: SampleReport
) -> None:
    for contract in all_contracts().values():
        folder = small_folder / contract.family / contract.feed
        if contract.family != "platform" or not folder.is_dir():
            continue
        header = text_of(min(folder.glob("*.csv*"))).split("\n", 1)[0].split(",")
        declared = [f.name for f in contract.fields]
        assert header == [name for name in declared if name in header]
        assert {f.name for f in contract.fields if not f.optional} <= set(header)


def test_believable_oddities_are_there(small_folder: Path, small_report: SampleReport) -> None:
    platform = small_folder / "platform"
    ambassadors = platform / "ambassadors"
    assert (ambassadors / "ambassadors_2021-09-30.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert text_of(ambassadors / "ambassadors_2021-10-31.csv").split("\n")[0].endswith(",campaign")
    activities = platform / "activities"
    assert b"\r\n" in (activities / "activities_2021-10-31.csv").read_bytes()
    header = text_of(platform / "organisations/organisations_2021-10-31.csv").split("\n")[0]
    assert header.startswith(" Organisation-ID,")
    assert "Hub ID " in header
    assert re.search(r",\"\d,000\",", text_of(platform / "requests/requests_2021-08-31.csv.gz"))
    feedback = text_of(platform / "activity_feedback/activity_feedback_2021-08-31_1.csv.gz")
    assert '"Great talk.\nCould have been' in feedback
    assert re.search(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", text_of(
        platform / "volunteering/volunteering_2021-12-31.csv"
    ))  # fmt: skip
    first = text_of(activities / "activities_2021-08-31_1.csv")
    assert ",secondary school," in first
    assert ", Secondary school," in first
    assert ",Other,careers talk," in first


def test_the_courses_files_have_oddities_of_their_own(
    small_folder: Path, small_report: SampleReport
) -> None:
    cpd = small_folder / "cpd"
    people = (cpd / "participants/participants_2021-09-30.csv").read_bytes()
    assert people.startswith(b"\xef\xbb\xbf")
    assert b"Teacher Reference Number, URN" in people
    assert b"\r\n" in (cpd / "events/events_2021-09-30.csv").read_bytes()
    assert re.search(r"T\d\d:", text_of(cpd / "bookings/bookings_2021-09-30.csv"))
    assert (cpd / "bookings/bookings_2021-08-31_1.csv.manifest.json").is_file()
    published = small_folder / "reference/ofsted_inspections"
    header, row, *_ = text_of(published / "ofsted_inspections_2021-08-31.csv").split("\n")
    assert header == "urn,Inspection Date,Rating,inspection_type"
    assert re.match(r"\d{6},\d{8},", row)


def test_a_manifest_tells_the_digest_of_the_bytes_as_landed(
    small_folder: Path, small_report: SampleReport
) -> None:
    path = small_folder / "platform/activities/activities_2021-08-31_1.csv"
    manifest = json.loads(path.with_name(path.name + ".manifest.json").read_text())
    assert manifest["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_nothing_of_a_person_is_real(small_folder: Path, small_report: SampleReport) -> None:
    text = text_of(small_folder / "platform/ambassadors/ambassadors_2021-08-31.csv")
    mailboxes = re.findall(r"[^,\s]+@[^,\s]+", text)
    assert len(mailboxes) > 1000
    assert all(mailbox.endswith("@example.org") for mailbox in mailboxes)
    # No real postcode ends in these letters.
    postcodes = re.findall(r",[A-Z]{1,2}\d{1,2} \d([A-Z]{2}),", text)
    assert len(postcodes) > 1000
    assert all(set(letters) <= set("CIKMOV") for letters in postcodes)
    assert get_contract("platform", "ambassadors").by_name["email"].pii
