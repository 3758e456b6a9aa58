import os
import secrets
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.conftest import running_as_root
from warehouse.errors import ConfigurationError
from warehouse.secret_file import create_folder, read_or_create


def test_a_secret_is_generated_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret"
    first = read_or_create(path, secrets.token_hex)
    assert read_or_create(path, secrets.token_hex) == first
    assert path.read_text() == first


def test_a_secret_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    before = os.umask(0)
    try:
        read_or_create(path, secrets.token_hex)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def create(path: Path) -> str:
    return read_or_create(path, secrets.token_hex)


def test_processes_that_come_first_at_once_get_the_same_secret(tmp_path: Path) -> None:
    with ProcessPoolExecutor(max_workers=4, mp_context=get_context("forkserver")) as pool:
        for number in range(20):
            path = tmp_path / f"secret{number}"
            assert len(set(pool.map(create, [path] * 4))) == 1


def test_a_folder_is_passable_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        create_folder(tmp_path / "var" / "postgres")
    finally:
        os.umask(before)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "var" / "postgres").stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(running_as_root(), reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_explained(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(ConfigurationError, match="neither read nor written"):
        read_or_create(closed / "secret", secrets.token_hex)


def test_a_file_in_the_place_of_a_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(ConfigurationError, match="neither read nor written") as caught:
        read_or_create(tmp_path / "var" / "secret", secrets.token_hex)
    assert caught.value.where == str(tmp_path / "var" / "secret")
