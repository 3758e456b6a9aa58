"""Write the model of foreign keys that point nowhere: one line for each that a contract declares.

`python -m extract.reference_gaps` writes dbt_project/models/quality/reference_gaps.sql.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from extract.contract import Contract, all_contracts
from warehouse.settings import PROJECT_ROOT

MODEL = PROJECT_ROOT / "dbt_project" / "models" / "quality" / "reference_gaps.sql"
OPENING = """\
{{ config(materialized='table') }}

-- Written from extract/contracts by `make contracts`: declare a foreign key there.
with gaps as (
"""
LONGEST_LINE = 120
CLOSING = """
)

select * from gaps
"""


def render(contracts: Iterable[Contract]) -> str:
    """Return the text of the model."""
    return OPENING + "\n    union all\n".join(_calls(contracts)) + CLOSING


def _calls(contracts: Iterable[Contract]) -> Iterator[str]:
    for contract in contracts:
        for key in contract.foreign_keys:
            family, _, feed = (key.feed or contract.name).partition(".")
            fields, references = ", ".join(key.fields), ", ".join(key.references)
            names = (contract.family, contract.feed, fields, family, feed, references)
            arguments = ", ".join(f"'{name}'" for name in names)
            is_personal = any(contract.by_name[field].pii for field in key.fields)
            arguments += ", personal=true" if is_personal else ""
            arguments += ", is_folded=true" if key.is_folded else ""
            call = f"    {{{{ gaps_of({arguments}) }}}}"
            if len(call) > LONGEST_LINE:
                call = f"    {{{{ gaps_of(\n        {arguments}\n    ) }}}}"
            yield call


def write(path: Path = MODEL) -> bool:
    """Write the model and return whether that changed it."""
    text = render(all_contracts().values())
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


if __name__ == "__main__" and write():
    sys.stdout.write(f"wrote {MODEL}\n")
