"""A Parquet file as CSV: typed columns as the text that a CSV export would have.

Runs in a process of its own (confined.py).
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from extract.confined import Converted, Job
from extract.parsing import to_csv
from extract.places import places_of
from extract.records import BYTE_ORDER_MARK
from extract.text_cells import bare_days
from warehouse.errors import FileRejected

BATCH_ROWS = 65_536
# Beyond, a float is not sure to be the whole number it looks like.
LARGEST_WHOLE = 2**53


def convert_parquet(job: Job) -> Converted:
    """Write a Parquet file's rows as CSV, but for those without any value.

    Raises FileRejected for what is no Parquet.
    """
    read, kept = 0, [pl.Series([], dtype=pl.Int64)]
    try:
        with parquet.ParquetFile(job.landed) as file, Path(job.csv).open("wb") as csv:
            names = file.schema_arrow.names
            header = pl.DataFrame([names], [str(n) for n in range(len(names))], orient="row")
            csv.write(BYTE_ORDER_MARK)
            csv.write(to_csv(header))
            for rows in _texts(file):
                has_value = rows.select(pl.any_horizontal(pl.all().str.contains(r"\S"))).to_series()
                texts = rows.filter(has_value)
                kept.append(has_value.fill_null(value=False).arg_true().cast(pl.Int64) + read + 1)
                read += rows.height
                csv.write(to_csv(bare_days(texts, names, job.moments)))
    except (pa.ArrowException, pl.exceptions.PolarsError) as error:
        raise _unreadable(str(error).splitlines()[0]) from error
    except OSError as error:
        # Arrow says of damaged pages what the system says of its disks, but without a number.
        if error.errno is not None:
            raise
        raise _unreadable(str(error).splitlines()[0]) from error
    return Converted("column names", places_of(pl.concat(kept)))


def _texts(file: parquet.ParquetFile) -> Iterator[pl.DataFrame]:
    for batch in file.iter_batches(BATCH_ROWS):
        # Arrow reads damaged pages as they are: texts that are no UTF-8 among others.
        batch.validate(full=True)
        # Names may occur twice: the header says so, here they would only be in the way.
        numbered = batch.rename_columns([str(n) for n in range(batch.num_columns)])
        rows = pl.DataFrame(pl.from_arrow(numbered))
        yield rows.select(_text(name, dtype).alias(name) for name, dtype in rows.schema.items())


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    cell = pl.col(name)
    if dtype.is_float():
        whole = (cell == cell.floor()) & (cell.abs() <= LARGEST_WHOLE)
        plain = pl.when(whole).then(cell.cast(pl.Float64).cast(pl.Int64, strict=False))
        return pl.coalesce(plain.cast(pl.String), cell.cast(pl.String))
    if dtype.is_decimal():
        return cell.cast(pl.String).str.replace(r"\.0*$|(\.[0-9]*[1-9])0+$", "$1")
    if isinstance(dtype, pl.Datetime):
        moment = cell.dt.convert_time_zone("UTC") if dtype.time_zone else cell
        form = "%Y-%m-%d %H:%M:%S%.f" + ("Z" if dtype.time_zone else "")
        return moment.dt.strftime(form)
    if dtype.is_nested():
        wrapped = pl.struct(cell.alias("_")).struct.json_encode()
        return pl.when(cell.is_not_null()).then(
            wrapped.str.strip_prefix('{"_":').str.strip_suffix("}")
        )
    if isinstance(dtype, pl.Time):
        return cell.dt.strftime("%H:%M:%S%.f")
    return cell.cast(pl.String)


def _unreadable(evidence: str) -> FileRejected:
    return FileRejected(
        "The Parquet file cannot be read.",
        evidence=evidence,
        remedy="Ask the sender for it again, under a new name.",
    )
