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
    """Where a proxy cuts: `after` so many bytes, counted from the cut before.

    Whichever connection they come over is ended, or kept open and silent if the cut `stalls`.
    """

    after: list[int] = field(default_factory=list)
    stalls: bool = False
    done: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def passes(self, data: bytes) -> bytes:
        """Return what of some bytes goes through, less than all if the cut is here."""
        with self._lock:
            if not self.after:
                return data
            part = data[: self.after[0]]
            self.after[0] -= len(part)
            if self.after[0] <= 0:
                del self.after[0]
                self.done += 1
                return part if len(part) < len(data) else part[:-1]
            return part


@contextlib.contextmanager
def cutting_proxy(port: int, of_client: bool = False) -> Iterator[tuple[int, Cut]]:
    """Pass connections on to a port, and end them where the yielded Cut says.

    It counts what the server sends, or what the client does.
    """
    cut = Cut()
    listener = socket.create_server((HOST, 0))
    cuts = (cut, None) if of_client else (None, cut)
    threading.Thread(target=_accept, args=(listener, port, cuts), daemon=True).start()
    try:
        yield listener.getsockname()[1], cut
    finally:
        listener.close()


def _accept(listener: socket.socket, port: int, cuts: tuple[Cut | None, Cut | None]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        try:
            server = socket.create_connection((HOST, port))
        except OSError:
            client.close()
            continue
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for pair in ((client, server, cuts[0]), (server, client, cuts[1])):
            threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, cut: Cut | None) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            part = cut.passes(data) if cut else data
            target.sendall(part)
            if cut and len(part) < len(data):
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
