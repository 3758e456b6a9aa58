"""Where the programme works: local authorities, the nations outside England, and the hubs.

Codes and names of the local authorities are those of the Department for Education's register
(Open Government Licence v3); hubs and their reorganisations are invented, but for Scotland's
three becoming one (review, 4.5).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from sample.streams import Bools, Floats, Ints
from sample.years import day_number

SEEDS = Path(__file__).parent / "seeds"
SCOTLAND = "S92000003"


@dataclass(frozen=True)
class Places:
    """The places, by index; `hub_*` list who held a place from which day, ordered by both.

    A place is a local authority of England, a part of Scotland, Wales or Northern Ireland;
    its zone (an index into `zones`) is the hub that held it last before 2021's change.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[str, ...]
    weights: Floats
    bands: Ints
    is_english: Bools
    nations: tuple[str, ...]
    hub_ids: tuple[str, ...]
    hub_keys: Ints
    hub_index: Ints
    zone: Ints
    zones: tuple[str, ...]

    def hub_on(self, place: Ints, day: Ints) -> Ints:
        """Return the index into `hub_ids` of the hub that held each place on each day."""
        held = np.searchsorted(self.hub_keys, place * 100_000 + day, side="right") - 1
        return self.hub_index[held]

    def hub_at_end_of(self, place: Ints, day: int) -> Ints:
        """Return the index into `hub_ids` of the hub that held each place on one day."""
        return self.hub_on(place, np.full(len(place), day, dtype=np.int64))


@cache
def read_hubs() -> pl.DataFrame:
    """Return the hubs, one row per hub and successor, with dates."""
    return pl.read_csv(
        SEEDS / "hubs.csv", schema_overrides={"valid_from": pl.Date, "valid_to": pl.Date}
    )


@cache
def _read_places() -> pl.DataFrame:
    return pl.read_csv(SEEDS / "places.csv", schema_overrides={"local_authority_code": pl.String})


def _histories() -> list[list[tuple[str, date, date | None]]]:
    """Return for each place the hubs that held it, with first and last day."""
    hubs = {row["hub_id"]: row for row in read_hubs().iter_rows(named=True)}
    histories = []
    for names in _read_places()["hubs"]:
        history: list[tuple[str, date, date | None]] = []
        for name in names.split(";"):
            before = history[-1][2] if history else None
            opens = before + timedelta(days=1) if before else hubs[name]["valid_from"]
            history.append((name, opens, hubs[name]["valid_to"]))
        histories.append(history)
    return histories


@cache
def read_places() -> Places:
    """Return the places and who held them."""
    frame, histories = _read_places(), _histories()
    hub_ids = tuple(dict.fromkeys(read_hubs()["hub_id"]))
    english = (frame["nation"] == "England").to_numpy()
    last = [
        history[-1][0] if is_english or len(history) == 1 else history[-2][0]
        for history, is_english in zip(histories, english, strict=True)
    ]
    zones = tuple(dict.fromkeys(last))
    held = [
        (place * 100_000 + (0 if step == 0 else day_number(opens)), hub_ids.index(hub))
        for place, history in enumerate(histories)
        for step, (hub, opens, _) in enumerate(history)
    ]
    keys, index = np.array(held, dtype=np.int64).T
    return Places(
        codes=tuple(frame["local_authority_code"]),
        names=tuple(frame["place_name"]),
        regions=tuple(frame["region"]),
        weights=frame["schools"].cast(pl.Float64).to_numpy(),
        bands=frame["achieving_excellence_band"].fill_null(3).cast(pl.Int64).to_numpy(),
        is_english=english,
        nations=tuple(frame["nation"]),
        hub_ids=hub_ids,
        hub_keys=keys,
        hub_index=index,
        zone=np.array([zones.index(name) for name in last], dtype=np.int64),
        zones=zones,
    )


def hubs_frame(known_on: date) -> pl.DataFrame:
    """Return the rows of feed `hubs` as the platform had them on a day."""
    is_known = pl.col("valid_to") < known_on
    return (
        read_hubs()
        .filter(pl.col("valid_from") <= known_on)
        .with_columns(
            pl.when(is_known).then(pl.col(name)).alias(name)
            for name in ("valid_to", "successor_hub_id", "share")
        )
        .unique(maintain_order=True)
    )


def hub_areas_frame(known_on: date) -> pl.DataFrame:
    """Return the rows of feed `hub_areas` as the platform had them on a day.

    Scotland has one code, so no row says which of its three hubs held what before April 2021.
    """
    rows = {
        (code, hub, opens, closes if closes and closes < known_on else None)
        for code, history in zip(read_places().codes, _histories(), strict=True)
        for hub, opens, closes in history
        if opens <= known_on and (code != SCOTLAND or hub == "HUB-SCO")
    }
    schema = {
        "local_authority_code": pl.String,
        "hub_id": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    }
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return frame.sort("local_authority_code", "valid_from")


def areas_frame() -> pl.DataFrame:
    """Return the rows of feed `areas`: England's local authorities."""
    frame = _read_places().filter(pl.col("nation") == "England")
    return frame.rename({"place_name": "local_authority_name"}).sort("local_authority_code")
