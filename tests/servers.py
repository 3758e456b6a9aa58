"""Servers to fetch from and to cut off, each a real process or a real socket."""

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.settings import PROJECT_ROOT

HOST = "127.0.0.1"


@contextlib.contextmanager
def running(module: str, *arguments: str) -> Iterator[list[str]]:
    """Run a server that says its port and more in its first line; it ends with its input."""
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.{module}", *arguments],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, f"{module} did not start"
            yield line.strip().split(maxsplit=1)
        finally:
            process.kill()


@dataclass
class Cut:
    """What a proxy does to the connections to come: each cut ends one of them.

    `after` counts the bytes the server has sent on that connection; `stalls` keeps the
    connection open and silent instead.
    """

    after: list[int] = field(default_factory=list)
    stalls: bool = False
    connections: int = 0
    done: int = 0


@contextlib.contextmanager
def cutting_proxy(port: int) -> Iterator[tuple[int, Cut]]:
    """Pass connections on to a port, and end them where the yielded Cut says."""
    cut = Cut()
    listener = socket.create_server((HOST, 0))
    threading.Thread(target=_accept, args=(listener, port, cut), daemon=True).start()
    try:
        yield listener.getsockname()[1], cut
    finally:
        listener.close()


def _accept(listener: socket.socket, port: int, cut: Cut) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        cut.connections += 1
        try:
            server = socket.create_connection((HOST, port))
        except OSError:
            client.close()
            continue
        limit = cut.after.pop(0) if cut.after else None
        threading.Thread(target=_pass_on, args=(client, server, None, cut), daemon=True).start()
        threading.Thread(target=_pass_on, args=(server, client, limit, cut), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, limit: int | None, cut: Cut) -> None:
    passed = 0
    with contextlib.suppress(OSError):
        while data := source.recv(65_536 if limit is None else min(65_536, limit - passed)):
            target.sendall(data)
            passed += len(data)
            if limit is not None and passed >= limit:
                cut.done += 1
                if cut.stalls:
                    return
                break
    for end in (source, target):
        with contextlib.suppress(OSError):
            # Both at once, whatever is on its way.
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@dataclass(frozen=True)
class SftpServer:
    """A running SFTP server over a folder."""

    port: int
    host_key: str
    folder: Path
    user: str = "sender"
    password: str = "a pass word"


@contextlib.contextmanager
def sftp_server(folder: Path) -> Iterator[SftpServer]:
    """Serve `folder/served` by SFTP; `folder/key` is a private key that may log in."""
    (folder / "served").mkdir()
    with running("sftp_server", str(folder)) as (port, host_key):
        yield SftpServer(int(port), host_key, folder)


@contextlib.contextmanager
def s3_server() -> Iterator[int]:
    """Serve S3, empty; yields the port."""
    with running("s3_server") as (port,):
        yield int(port)
