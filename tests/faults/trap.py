"""Do something the moment a function is called or returns: no function is replaced for it.

`python -m tests.faults.trap MODULE:FUNCTION call|return NTH FEED…` loads feeds and kills itself
with SIGKILL at that moment.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from operator import attrgetter
from types import FrameType
from typing import Any


@contextmanager
def trap(place: str, event: str, act: Callable[[], None], nth: int = 1) -> Iterator[None]:
    """Act at the nth call of, or return from, `module:function`, on whatever thread that is."""
    module, _, name = place.partition(":")
    code = attrgetter(name)(import_module(module)).__code__
    seen = 0

    def watch(frame: FrameType, happened: str, _: Any) -> None:
        nonlocal seen
        if frame.f_code is code and happened == event:
            seen += 1
            if seen == nth:
                act()

    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
    assert seen >= nth, f"{place} was never reached"


def main() -> None:
    """Load, and die on the way."""
    from extract.load import load_feeds
    from warehouse.settings import Settings

    place, event, nth, *feeds = sys.argv[1:]
    with trap(place, event, lambda: os.kill(os.getpid(), signal.SIGKILL), int(nth)):
        load_feeds(Settings.from_environment(), feeds)


if __name__ == "__main__":
    main()
