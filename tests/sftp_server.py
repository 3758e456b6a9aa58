"""An SFTP server over a folder, on a free port: `python -m tests.sftp_server FOLDER`.

Prints its port and host key; ends when its standard input does.
"""

import asyncio
import sys
from pathlib import Path

import asyncssh

USER, PASSWORD = "sender", "a pass word"


class Server(asyncssh.SSHServer):
    def __init__(self, key: asyncssh.SSHKey) -> None:
        self._key = key

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == USER and key.public_data == self._key.public_data


async def serve(folder: Path) -> None:
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    user_key = asyncssh.generate_private_key("ssh-ed25519")
    user_key.write_private_key(folder / "key")
    served = str(folder / "served").encode()
    listener = await asyncssh.create_server(
        lambda: Server(user_key),
        "127.0.0.1",
        0,
        server_host_keys=[host_key],
        sftp_factory=lambda connection: asyncssh.SFTPServer(connection, chroot=served),
    )
    public = host_key.export_public_key().decode().strip()
    sys.stdout.write(f"{listener.get_port()} {public}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(serve(Path(sys.argv[1])))
