import pickle

from warehouse.errors import FileRejected, WarehouseError

ERROR = FileRejected("A file is broken.", where="hubs.csv, line 3", remedy="Send it again.")


def test_an_error_says_what_where_and_what_to_do_on_lines_of_their_own() -> None:
    assert str(ERROR) == "A file is broken.\nwhere: hubs.csv, line 3\nremedy: Send it again."


def test_an_error_keeps_its_parts_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(ERROR))  # noqa: S301 - our own bytes
    assert isinstance(copy, WarehouseError)
    assert type(copy) is FileRejected
    assert (copy.what, copy.where, copy.evidence, copy.remedy) == (
        "A file is broken.",
        "hubs.csv, line 3",
        None,
        "Send it again.",
    )
