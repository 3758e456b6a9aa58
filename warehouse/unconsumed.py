"""What has been loaded and is in no release yet."""

from pathlib import Path

from warehouse.database import connect
from warehouse.settings import Settings

QUERY = Path(__file__).parent / "queries" / "unconsumed_loads.sql"


def unconsumed_loads(settings: Settings, family: str) -> tuple[int, ...]:
    """Return the ids of a family's loads that the last release was not built from.

    A load that brought rows, or dated earlier ones again, counts; a rejected file
    or a second copy of a loaded one does not.
    """
    with connect(settings.warehouse_url, "warehouse_transformer") as connection:
        rows = connection.execute(QUERY.read_bytes(), {"family": family}).fetchall()
    return tuple(load_id for (load_id,) in rows)
