"""File systems behind an address, local or not: how each kind is connected to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import fsspec
from fsspec.core import url_to_fs


@dataclass(frozen=True)
class Access:
    """How one kind of file system is connected to, and which of its errors no retry can help."""

    connect: Callable[[str, Mapping[str, Any]], tuple[fsspec.AbstractFileSystem, str]]
    wrongly_set: tuple[type[Exception], ...] = ()
    changed: tuple[type[Exception], ...] = ()


def access_to(url: str) -> Access:
    """Return how the address is reached; a library is imported only where it is needed."""
    if url.startswith(("sftp://", "ssh://")):
        from warehouse import sftp

        return Access(sftp.connect, wrongly_set=sftp.WRONGLY_SET)
    if url.startswith(("s3://", "s3a://")):
        from warehouse import s3

        return Access(s3.connect, wrongly_set=s3.WRONGLY_SET, changed=s3.CHANGED)
    return Access(lambda url, options: url_to_fs(url, **options, skip_instance_cache=True))
