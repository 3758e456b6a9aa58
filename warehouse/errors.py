"""Errors of the warehouse: what happened, where, the evidence, and what to do."""


class WarehouseError(Exception):
    """Base class of everything that goes wrong in a way we can explain.

    `what` is one sentence; `where` a file, line, column or address; `evidence`
    what was seen; `remedy` what a person can do. No field holds personal data
    or a password.
    """

    def __init__(
        self,
        what: str,
        where: str | None = None,
        evidence: str | None = None,
        remedy: str | None = None,
    ) -> None:
        # All four go to args, so that the error survives pickling between processes.
        super().__init__(what, where, evidence, remedy)
        self.what = what
        self.where = where
        self.evidence = evidence
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the fields that are given, one on a line."""
        labelled = (
            ("", self.what),
            ("where: ", self.where),
            ("evidence: ", self.evidence),
            ("remedy: ", self.remedy),
        )
        return "\n".join(label + text for label, text in labelled if text)


class ConfigurationError(WarehouseError):
    """A setting is missing or wrong: a person must change it."""


class SourceUnavailable(WarehouseError):
    """A file or server did not answer, or only in part: trying again can help."""


class FileRejected(WarehouseError):
    """A landed file breaks its contract: a person must look."""


class FeedLate(WarehouseError):
    """The next file of a feed is overdue: a person must ask its sender."""


class BuildFailed(WarehouseError):
    """A model could not be built or a test failed: the live release stays."""


class ServerError(WarehouseError):
    """The database server could not be started, reached or used as asked."""
