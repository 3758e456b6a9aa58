"""S3 by s3fs: one try a call, soon given up, since its users try again themselves."""

from collections.abc import Mapping
from typing import Any

from botocore import exceptions
from fsspec.core import url_to_fs
from s3fs import S3FileSystem
from s3fs.utils import FileExpired

PROTOCOLS = ("s3://", "s3a://")
LIMITS = {"connect_timeout": 10, "read_timeout": 30, "retries": {"total_max_attempts": 1}}
# Blocks bound the memory.
BLOCK_BYTES = 8 << 20
# A file that another took the place of does not come back; credentials do not come by waiting.
CHANGED = (FileExpired,)
WRONGLY_SET = (
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.ParamValidationError,
    exceptions.InvalidRegionError,
)


def connect(url: str, options: Mapping[str, Any]) -> tuple[S3FileSystem, str]:
    """Return a file system of its own and the root; nothing is asked of the server yet."""
    limits = LIMITS | dict(options.get("config_kwargs") or {})
    told = {"default_block_size": BLOCK_BYTES} | dict(options) | {"config_kwargs": limits}
    filesystem, root = url_to_fs(url, **told, skip_instance_cache=True)
    filesystem.retries = 1
    return filesystem, root
