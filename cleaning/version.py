"""What a model was trained on, as one short digest; costs nothing to import."""

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files

CODE = (
    "background.py",
    "calibration.py",
    "classes.py",
    "column.py",
    "examples.py",
    "features.py",
    "kernel.py",
    "lexicon.py",
    "meanings.py",
    "model.py",
    "pieces.py",
    "spelling.py",
    "stages.py",
    "text.py",
    "data/abbreviations.csv",
    "data/tried_texts.csv",
    "data/word_vectors.npz",
)
# Of the coder of occupations, which has the national index to learn.
OCCUPATION_CODE = (
    "calibration.py",
    "classes.py",
    "column.py",
    "half_square.py",
    "job_titles.py",
    "kernel.py",
    "lexicon.py",
    "networks.py",
    "occupation_blend.py",
    "occupation_forms.py",
    "occupation_lesson.py",
    "occupation_names.py",
    "occupation_views.py",
    "occupations.py",
    "pieces.py",
    "spelling.py",
    "stages.py",
    "text.py",
    "data/abbreviations.csv",
    "data/trade_vectors.npz",
    "data/word_vectors.npz",
)


# What a kept model is made of, and what it says depends on.
LIBRARIES = ("numpy", "scipy", "scikit-learn", "rapidfuzz", "polars")
# Of the model of comments, which has labelled ones to learn.
COMMENT_CODE = (*CODE, "comment_model.py", "comment_text.py", "data/labelled_comments.csv")
ALL_CODE = tuple(sorted({*CODE, *OCCUPATION_CODE, *COMMENT_CODE}))


def version_of(*tables: Iterable[tuple[str, ...]], code: Iterable[str] = CODE) -> str:
    """Return the version of a model trained on these tables by this code: 16 hex digits.

    Libraries of other versions make another one.

    The order of a table's rows does not matter.
    """
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    digest = hashlib.sha256(repr((sys.version_info[:2], libraries)).encode())
    for name in code:
        digest.update(hashlib.sha256((files("cleaning") / name).read_bytes()).digest())
    for table in tables:
        digest.update(b"\x1d")
        for row in sorted(table):
            digest.update("\x1f".join(row).encode() + b"\x1e")
    return digest.hexdigest()[:16]
