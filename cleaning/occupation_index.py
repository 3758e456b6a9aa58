"""The national occupation index, as its feed brought it, and the coder that has learnt it."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from cleaning.version import OCCUPATION_CODE, version_of

if TYPE_CHECKING:
    from cleaning.occupations import OccupationCoder

# What decisions and predictions call the field; see dbt_project/macros/contract.sql.
FIELD = "occupation"
TITLES = (
    "select occupation_title, soc_code, soc_unit_group, soc_sub_major_code, soc_sub_major_group "
    "from staging.stg_reference__occupations where absent_on is null order by 1"
)


@dataclass(frozen=True)
class IndexTitle:
    """One row of the index: a title with the unit group and sub-major group it is coded to."""

    title: str
    unit_code: str
    unit_group: str
    sub_major_code: str
    sub_major_group: str


@dataclass(frozen=True)
class OccupationIndex:
    """The titles of the index; none before its first list."""

    titles: Sequence[IndexTitle]

    @property
    def version(self) -> str:
        """The version of the coder that these make; known before it is trained."""
        return version_of(map(astuple, self.titles), code=OCCUPATION_CODE)

    def coder(self, folder: Path) -> "OccupationCoder":
        """Return the coder, trained unless `folder` has it from another night.

        The first to import what is heavy. A file that cannot be read is written anew.
        """
        from cleaning.kept import kept
        from cleaning.occupations import OccupationCoder

        path = folder / "occupations" / f"{self.version}.pickle"
        coder: OccupationCoder = kept(path, lambda: OccupationCoder(self.titles))
        return coder


def read_index(connection: psycopg.Connection) -> OccupationIndex:
    """Return what staging holds of the index now."""
    return OccupationIndex([IndexTitle(*row) for row in connection.execute(TITLES).fetchall()])
