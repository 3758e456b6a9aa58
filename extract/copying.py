"""Stream a file's records into `raw` with COPY while another thread validates the same bytes."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Event, Thread

import psycopg
from psycopg import errors, sql

from extract.careful import numbered_blocks
from extract.contract import ENCODINGS, Contract
from extract.header import Header
from extract.lines import LINE, Block, LineCounter
from extract.parsing import RECORD_NUMBER, BlockParser, to_csv
from extract.raw_table import raw_table
from extract.records import IrregularError, whole_blocks
from extract.source import Source
from extract.validation import BackgroundValidation, Validation
from warehouse.errors import ServerError

BLOCKS_READ_AHEAD = 2
# What a COPY raises when the bytes, not the server, are at fault.
REFUSALS = (
    errors.BadCopyFileFormat,
    errors.CharacterNotInRepertoire,
    errors.UntranslatableCharacter,
)


class _FirstLine(logging.Filter):
    """Cuts the driver's messages: the context that the server adds quotes a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the first line of every message."""
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
        return True


logging.getLogger("psycopg").addFilter(_FirstLine())


def copy_records(
    connection: psycopg.Connection,
    source: Source,
    header: Header,
    validation: Validation,
    *,
    is_careful: bool,
) -> int:
    """COPY every well-formed record, validate it, and return how many the database counted.

    Raises IrregularError when the database or the parser is not sure of the file,
    ServerError when the server, not the file, is at fault.
    """
    leading = (RECORD_NUMBER,) if is_careful else source.leading
    if is_careful:
        path = source.landed.path
        blocks = numbered_blocks(source.data(), header, validation.bad, path, source.row_of)
    else:
        blocks = map(Block, whole_blocks(source.data(), header.newline))
    parser = BlockParser((*leading, *header.columns), header.encoding)
    counter = None if LINE in leading else LineCounter(header.lines + 1, source.row_of)
    stored = [*(name for name in leading if name != LINE), *header.stored]
    is_rewritten = header.is_projected or LINE in leading
    encoding = "utf-8" if is_rewritten else header.encoding
    command = _copy_command(connection, validation.contract, stored, encoding)
    try:
        with (
            connection.cursor() as cursor,
            read_ahead(blocks) as ahead,
            BackgroundValidation(validation, parser, counter) as background,
        ):
            with cursor.copy(command) as copy:
                for block in ahead:
                    if is_rewritten:
                        frame = header.shaped(parser.parse(block.data))
                        background.put(block, frame)
                        copy.write(to_csv(frame.select(stored)))
                    else:
                        background.put(block)
                        copy.write(block.data)
                background.end()
            return cursor.rowcount
    except REFUSALS as error:
        # Its context would show the record: only the first line of the message goes on.
        raise IrregularError(error.diag.message_primary) from None
    except psycopg.Error as error:
        raise ServerError(
            "The database stopped a load.",
            where=source.landed.path,
            evidence=error.diag.message_primary or type(error).__name__,
            remedy="Look at the server's log; the next run loads the file again.",
        ) from None


@contextmanager
def read_ahead(blocks: Iterator[Block]) -> Iterator[Iterator[Block]]:
    """Read, unpack and hash on another thread, BLOCKS_READ_AHEAD at most; errors come through."""
    ready: Queue[Block | BaseException | None] = Queue(BLOCKS_READ_AHEAD)
    stopped = Event()

    def read() -> None:
        try:
            for block in blocks:
                ready.put(block)
                if stopped.is_set():
                    return
            ready.put(None)
        except BaseException as error:  # raised again in the thread that waits
            ready.put(error)

    def arrived() -> Iterator[Block]:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    reader = Thread(target=read, name="reading")
    reader.start()
    try:
        yield arrived()
    finally:
        stopped.set()
        while reader.is_alive():
            _empty(ready)
            reader.join(timeout=0.01)


def _empty(ready: "Queue[Block | BaseException | None]") -> None:
    try:
        while True:
            ready.get_nowait()
    except Empty:
        return


def _copy_command(
    connection: psycopg.Connection,
    contract: Contract,
    columns: Sequence[str],
    encoding: str,
) -> str:
    names = [sql.Identifier(column) for column in columns]
    command = sql.SQL("copy {} ({}) from stdin (format csv, encoding {})").format(
        raw_table(contract), sql.SQL(", ").join(names), sql.Literal(ENCODINGS[encoding])
    )
    return command.as_string(connection)
