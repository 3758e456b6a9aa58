"""SFTP by fsspec's own file system, but for what it is lenient in.

A server proves who it is by a key that is known, an answer has a time limit, a listing is whole
or an error, and a file is read with many requests on their way at once.
"""

import contextlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem
from fsspec.utils import infer_storage_options
from paramiko.hostkeys import HostKeyEntry

PROTOCOLS = ("sftp://", "ssh://")
ANSWER_SECONDS = 30
REQUEST_BYTES = 32_768
BLOCK_BYTES = 1 << 20
KNOWN_HOSTS = ("/etc/ssh/ssh_known_hosts", "~/.ssh/known_hosts")


class UnknownHostKey(paramiko.SSHException):
    """The server's key is not among those we were told of."""


# A second try finds the same.
WRONGLY_SET = (UnknownHostKey, paramiko.AuthenticationException, paramiko.BadHostKeyException)


def connect(url: str, options: Mapping[str, Any]) -> tuple["CheckedSFTPFileSystem", str]:
    """Return a new connection and the root; raises what paramiko raises, and WRONGLY_SET."""
    told = CheckedSFTPFileSystem._get_kwargs_from_urls(url) | dict(options)
    return CheckedSFTPFileSystem(**told), CheckedSFTPFileSystem._strip_protocol(url)


class _Refuse(paramiko.MissingHostKeyPolicy):
    def missing_host_key(
        self,
        client: paramiko.SSHClient,  # noqa: ARG002
        hostname: str,
        key: paramiko.PKey,
    ) -> None:
        raise UnknownHostKey(f"no key is known for {hostname}; it shows {key.fingerprint}")


class CheckedSFTPFileSystem(SFTPFileSystem):  # type: ignore[misc]
    """Files behind `sftp://[user@]host[:port]/path`.

    Options beside those of paramiko's `SSHClient.connect`: `known_hosts` (a file; default the
    system's and the user's), `host_key` (the server's, as `ssh-ed25519 AAAA…`),
    `check_host_key` (False accepts any server), `private_key` (its text).
    """

    protocol = ("sftp", "ssh")
    cachable = False

    def __init__(
        self,
        host: str,
        *,
        known_hosts: str | None = None,
        host_key: str | None = None,
        check_host_key: bool = True,
        private_key: str | None = None,
        **options: Any,
    ) -> None:
        """Connect; raises what paramiko raises, UnknownHostKey among it."""
        self._known_hosts = [known_hosts] if known_hosts else KNOWN_HOSTS
        self._host_key = host_key
        self._checks_host_key = check_host_key
        options["port"] = int(options.get("port") or 22)
        if private_key:
            options["pkey"] = _key(private_key, options.get("passphrase"))
        if options.keys() & {"password", "pkey", "key_filename"}:
            options = {"allow_agent": False, "look_for_keys": False} | options
        limits = dict.fromkeys(
            ("timeout", "banner_timeout", "auth_timeout", "channel_timeout"), ANSWER_SECONDS
        )
        super().__init__(host, **(limits | options))

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        if not path.startswith(PROTOCOLS):
            return path  # a name may hold any character: only an address is taken apart
        return str(infer_storage_options(path)["path"]) or "/"

    def _connect(self) -> None:
        self.client = paramiko.SSHClient()
        policy = _Refuse() if self._checks_host_key else paramiko.AutoAddPolicy()
        self.client.set_missing_host_key_policy(policy)
        if self._checks_host_key:
            self._load_host_keys()
        try:
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()
        except BaseException:
            self.client.close()
            raise
        channel = self.ftp.get_channel()
        if channel is not None:
            channel.settimeout(self.ssh_kwargs["timeout"])

    def _load_host_keys(self) -> None:
        port = self.ssh_kwargs["port"]
        name = self.host if port == paramiko.config.SSH_PORT else f"[{self.host}]:{port}"
        if self._host_key:
            entry = HostKeyEntry.from_line(f"{name} {self._host_key}")
            if entry is None or entry.key is None:
                raise ValueError("host_key is no key such as: ssh-ed25519 AAAA…")
            self.client.get_host_keys().add(name, entry.key.get_name(), entry.key)
            return
        for known in self._known_hosts:
            file = Path(known).expanduser()
            if file.exists() or known not in KNOWN_HOSTS:
                self.client.load_system_host_keys(str(file))

    def ls(self, path: str, detail: bool = False) -> list[Any]:
        """Return what is in a folder.

        fsspec's takes a connection that ends for the end of the listing.
        """
        folder = self._strip_protocol(path).rstrip("/")
        entries = []
        for attributes in self.ftp.listdir_attr(folder or "/"):
            entry = self._decode_stat(attributes, folder or "/")
            entries.append(entry | {"islink": entry["type"] == "link"})
        return entries if detail else sorted(entry["name"] for entry in entries)

    def _open(
        self, path: str, mode: str = "rb", block_size: int | None = None, **kwargs: Any
    ) -> Any:
        if mode != "rb":
            return super()._open(path, mode, block_size, **kwargs)
        file = self.ftp.open(path, "rb")
        file.__class__ = _QuietFile
        return _Ahead(file)

    def close(self) -> None:
        """End the connection."""
        self.client.close()


class _QuietFile(paramiko.SFTPFile):
    """Its thread that asks ahead ends without a word where the connection ends.

    Whoever reads the answers is told of that; the thread would print a stack trace as well.
    """

    def _prefetch_thread(self, *arguments: Any) -> None:
        with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
            super()._prefetch_thread(*arguments)  # type: ignore[misc]


class _Ahead(io.RawIOBase):
    """Reads a block by many requests at once: one after the other would wait for each answer."""

    def __init__(self, file: paramiko.SFTPFile) -> None:
        self._file = file
        self._size = file.stat().st_size or 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._file.seek(offset, whence)
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        start = self._file.tell()
        end = min(start + (size if size >= 0 else self._size), self._size, start + BLOCK_BYTES)
        if end <= start:
            return self._file.read(REQUEST_BYTES if size < 0 else min(size, REQUEST_BYTES))
        data = b"".join(self._file.readv(_requests(start, end)))
        self._file.seek(start + len(data))
        return data

    def close(self) -> None:
        self._file.close()
        super().close()


def _requests(start: int, end: int) -> Sequence[tuple[int, int]]:
    return [(at, min(REQUEST_BYTES, end - at)) for at in range(start, end, REQUEST_BYTES)]


def _key(text: str, passphrase: str | None) -> paramiko.PKey:
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text), passphrase)
        except paramiko.PasswordRequiredException:
            raise
        except (paramiko.SSHException, ValueError):
            continue
    raise ValueError("private_key is no Ed25519, ECDSA or RSA key that can be read")
