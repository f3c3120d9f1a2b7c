"""One verdict, as it stands in a line of a ledger."""

import hashlib
import json
import re
import unicodedata
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import InputError
from pipeline.language.normalise import normalise_text
from pipeline.schemas.coupling import LINK_KINDS

LONGEST_MEMO = 4000
LONGEST_NAME = 40
ACCEPT, REJECT, UNSURE, NO_PARENT = "accept", "reject", "unsure", "no_parent"
REASONS = ("statutory", "personal", "operational")
# What a coder may call a link; `none` says nothing and is not among them.
CODED_KINDS = tuple(kind for kind in LINK_KINDS if kind != "none")
KNOWN, REPEAT = "known", "repeat"
CHOICES = ("random", "settles", "border", "double", KNOWN, REPEAT, "own")
_NAME = re.compile(r"[a-z0-9æøåäöéü][a-z0-9æøåäöéü._-]*")
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(1, 10)))
)


class Anchor(BaseModel):
    """Where a judged text stood: enough to find it again when its document is replaced.

    `exact` is the text as judged, `before` and `after` some of what stood around it (the text
    quote selector of the W3C's Web Annotation Data Model); the rest is its place in the plan
    system.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    exact: str
    before: str = ""
    after: str = ""
    document_id: str | None = None
    page: int | None = None
    level: str | None = None
    kind: str | None = None
    unit: str | None = None
    year: int | None = None
    number: str | None = None
    context: str = ""


class Verdict(BaseModel):
    """What one coder said of one link, or of a goal as a whole.

    `accept`, `reject` and `unsure` are about the link from `goal_id` to `objective_id`.
    `no_parent` is about the goal: it serves no objective of the plan, and `reason` says why that
    is as it should be. `undo` takes back the verdicts in `takes_back`; where it names none, the
    last one by the coder on the same pair. The hashes are SHA-256 of the two texts as they stood
    when they were judged (`text_sha256`), the quotes where they stood. `settles` names the
    verdicts that an adjudicator weighed against each other: hers counts before them.

    `chosen` says why the pair was asked: `random` (drawn with a chance in proportion to
    `chance`), `settles` (it could settle a unit's conclusion), `border`, `double` (another coder
    had judged it), `known` (the answer was known), `repeat` (the coder had judged it before) or
    `own` (the coder looked it up). Verdicts of one act share `act`. `verdict_id` is made from all
    else in the line, so a line that was changed by hand no longer agrees with it; `follows` is
    that of the line written before it, so a line that was taken out is missed.

    `imported_id` is set in lines that came from a file: the name that the verdict has there, or
    one made from what the file says; `imported_from` is the coder and `imported_time` the time that
    it names.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    verdict_id: str | None = None
    follows: str | None = None
    coder: str
    time: AwareDatetime
    verdict: Literal["accept", "reject", "no_parent", "unsure", "undo"]
    goal_id: str
    objective_id: str | None = None
    link_id: str | None = None
    goal_sha256: str | None = None
    objective_sha256: str | None = None
    goal_quote: Anchor | None = None
    objective_quote: Anchor | None = None
    reason: Literal["statutory", "personal", "operational"] | None = None
    kind: str | None = None
    memo: str = Field(default="", max_length=LONGEST_MEMO)
    act: str | None = None
    takes_back: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    chosen: str | None = None
    chance: float | None = None
    score_visible: bool | None = None
    seconds: float | None = None
    page_version: str | None = None
    imported_id: str | None = None
    imported_from: str | None = None
    imported_time: AwareDatetime | None = None


def text_sha256(text: str) -> str:
    """SHA-256 of a statement's normalised text, 64 hex digits.

    >>> text_sha256("Flere  barn") == text_sha256("Flere barn")
    True
    """
    return hashlib.sha256(normalise_text(text).encode()).hexdigest()


def coder_name(given: str) -> str:
    """The name of a coder's ledger: small letters, digits, `.`, `_` and `-`.

    Raises InputError where nothing of the sort is left, or where no file may be called so.

    >>> coder_name("Koder Åse")
    'koder-åse'
    """
    name = re.sub(r"\s+", "-", unicodedata.normalize("NFC", given).strip().lower())
    if (
        not _NAME.fullmatch(name)
        or len(name) > LONGEST_NAME
        or name.split(".")[0] in _RESERVED
        or name.endswith(".")
    ):
        raise InputError(
            f"coder: expected a name of at most {LONGEST_NAME} letters, digits, '.', '_' and '-', "
            f"came {given!r}"
        )
    return name


def identified(line: dict[str, Any]) -> dict[str, Any]:
    """The line with the `verdict_id` that its other values make."""
    rest = {name: value for name, value in line.items() if name != "verdict_id"}
    digest = hashlib.sha256(_canonical(rest).encode()).hexdigest()
    return {"verdict_id": f"v_{digest[:24]}", **rest}


def line_of(verdict: Verdict) -> str:
    """The verdict as a line of a ledger, without the line end; what it doesn't say is left out."""
    return _written(identified(verdict.model_dump(mode="json", exclude_defaults=True)))


def read_line(line: str) -> tuple[Verdict | None, str]:
    """The verdict in a line and "", or None and what is wrong with it.

    A line with an id that doesn't agree with its values is read, and said to be changed; one
    without any id (written by hand) is read, and gets the id that it would have.
    """
    try:
        # a byte order mark stands before any line once two branches were merged
        values = json.loads(line.lstrip("\ufeff"))
        verdict = Verdict.model_validate(values)
        named = identified(values)["verdict_id"]
    except ValidationError as err:
        first = err.errors()[0]
        return None, f"{'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}"
    except (ValueError, RecursionError) as err:
        return None, f"no JSON: {err}"
    if verdict.verdict_id is None:
        return verdict.model_copy(update={"verdict_id": named}), ""
    return verdict, "" if verdict.verdict_id == named else "changed after it was written"


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _written(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": "))
