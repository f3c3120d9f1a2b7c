"""One family of exceptions: each says which document, what was expected and what came."""


class KoplingError(Exception):
    """Something a user can mend; shown as one line, without a traceback."""


class TableError(KoplingError):
    """A table breaks its schema: a column is missing, unknown, or holds what it may not."""


class ParameterError(KoplingError):
    """`params.yaml` is missing, unreadable, or holds an unknown key or an impossible value."""


class RegisterError(KoplingError):
    """`documents/register.csv` is missing, unreadable, or names what is not there."""


class InputError(KoplingError):
    """A file given on the command line can't be read as what it was given as."""


class DocumentError(KoplingError):
    """A document can't be read; `reason` is the word that the rejects table keeps."""

    def __init__(self, reason: str, detail: str, page: int | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.page = page


class OutputError(KoplingError):
    """The disk takes no more of a file that is being written, or may not be written to."""


class EncoderError(KoplingError):
    """The encoder asked for can't be had on this machine."""
