"""Progress for a person: a moving line on a terminal, plain lines with the time elsewhere."""

import subprocess
import threading
import time

from rich.console import Console
from rich.status import Status


class Progress:
    """Says what is being done and how long since the start, on stderr."""

    def __init__(self) -> None:
        """Start the clock."""
        self._started = time.monotonic()
        self._console = Console(stderr=True, highlight=False)
        self._status: Status | None = None

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def say(self, text: str) -> None:
        """Print one line that stays."""
        self._console.print(f"{self.seconds:6.1f} s  {text}", markup=False, soft_wrap=True)

    def wait_for(self, text: str) -> None:
        """Show what is being waited for, on a terminal: a line that moves and goes."""
        if not self._console.is_terminal:
            return
        if self._status is None:
            self._status = self._console.status(text)
            self._status.start()
        self._status.update(text)

    def end(self) -> None:
        """Remove the moving line."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def pass_on(self, process: subprocess.Popen[str], prefix: str) -> None:
        """Say every line that a process writes to stderr, as it comes."""

        def read() -> None:
            for line in process.stderr or ():
                self.say(prefix + line.rstrip())

        threading.Thread(target=read, daemon=True).start()
