"""How many examples a property is tried on."""

import os

from hypothesis import HealthCheck, settings

MORE = int(os.environ.get("PROPERTY_EXAMPLES", "0"))


def examples(number: int) -> settings:
    """So many examples, always the same; as many others as PROPERTY_EXAMPLES asks for."""
    return settings(
        max_examples=MORE or number,
        derandomize=not MORE,
        database=None,
        deadline=None,
        # Every example empties what the one before has left.
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
