"""What a model was trained on, as one short digest; costs nothing to import."""

import hashlib
from collections.abc import Iterable
from importlib.resources import files

CODE = (
    "background.py",
    "calibration.py",
    "column.py",
    "examples.py",
    "features.py",
    "kernel.py",
    "lexicon.py",
    "meanings.py",
    "model.py",
    "spelling.py",
    "stages.py",
    "text.py",
    "data/abbreviations.csv",
    "data/word_vectors.npz",
)
# Of the coder of occupations, which has the national index to learn.
OCCUPATION_CODE = (
    "calibration.py",
    "job_titles.py",
    "lexicon.py",
    "occupation_evidence.py",
    "occupations.py",
    "spelling.py",
    "stages.py",
    "text.py",
    "data/abbreviations.csv",
    "data/trade_vectors.npz",
    "data/word_vectors.npz",
)


def version_of(*tables: Iterable[tuple[str, ...]], code: Iterable[str] = CODE) -> str:
    """Return the version of a model trained on these tables by this code: 16 hex digits.

    The order of a table's rows does not matter.
    """
    digest = hashlib.sha256()
    for name in code:
        digest.update(hashlib.sha256((files("cleaning") / name).read_bytes()).digest())
    for table in tables:
        digest.update(b"\x1d")
        for row in sorted(table):
            digest.update("\x1f".join(row).encode() + b"\x1e")
    return digest.hexdigest()[:16]
