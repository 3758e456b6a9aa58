"""`python -m benchmarks.categories`: how long 100,000 distinct new texts take the model."""

import json
import random
import sys
import time
from pathlib import Path
from typing import Annotated

import psutil
import typer

from benchmarks.cleaning_nights import measure_cleaning_nights
from cleaning.model import Model, train
from cleaning.seeds import read_synonyms, read_taxonomy

MOST_SECONDS = 20.0
# A night without new texts neither trains nor loads the model: two queries of what is kept.
MOST_SECOND_NIGHT = 2.0


def new_texts(model: Model, count: int) -> dict[str, list[str]]:
    """Return distinct texts, as many for each column: two examples, one letter changed."""
    draw = random.Random(0)  # noqa: S311
    share = -(-count // len(model.columns))
    texts: dict[str, list[str]] = {}
    for name, column in model.columns.items():
        found: dict[str, None] = {}
        while len(found) < share:
            left, right = draw.sample(column.examples.phrases, 2)
            text = f"{left} {right}"
            at = draw.randrange(len(text))
            found[text[:at] + draw.choice("aeinrst") + text[at + 1 :]] = None
        texts[name] = list(found)
    return texts


def main(
    count: Annotated[int, typer.Option(help="Distinct texts.")] = 100_000,
    out: Annotated[Path | None, typer.Option(help="Where the JSON goes.")] = None,
) -> None:
    """Train, resolve new texts, and let a night meet none; fail where that takes too long."""
    started = time.perf_counter()
    model = train(read_taxonomy(), read_synonyms(), [])
    trained = time.perf_counter()
    texts = new_texts(model, count)
    asked, spent = time.perf_counter(), time.process_time()
    applied = sum(
        int(model.predict(name, part)["is_applied"].sum()) for name, part in texts.items()
    )
    seconds, cpu = time.perf_counter() - asked, time.process_time() - spent
    nights = measure_cleaning_nights(texts)
    figures = {
        "texts": sum(map(len, texts.values())),
        "applied": applied,
        "train_seconds": round(trained - started, 1),
        "predict_seconds": round(seconds, 1),
        "predict_cpu_seconds": round(cpu, 1),
        "load_average": psutil.getloadavg(),
        "first_night_seconds": round(nights.first, 1),
        "second_night_seconds": round(nights.second, 2),
        "is_met": seconds <= MOST_SECONDS and nights.second <= MOST_SECOND_NIGHT,
    }
    print(json.dumps(figures, indent=2))
    if out:
        out.write_text(json.dumps(figures, indent=2) + "\n")
    sys.exit(not figures["is_met"])


if __name__ == "__main__":
    typer.run(main)
