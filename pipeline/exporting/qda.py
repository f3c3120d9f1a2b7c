"""A REFI-QDA project (`.qdpx`): documents as texts, goals as quotations, couplings as codings.

For NVivo, ATLAS.ti, MAXQDA, QualCoder and others that read the standard. What the engine decided
is coded by the user `kopling`, what coders judged by `koder 1` and so on. GUIDs are made from
content, times stand where a verdict has one, so the same tables give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pandas as pd
from lxml import etree

from pipeline import schemas
from pipeline.catalogues import decimal
from pipeline.exporting.codebook import (
    ORIGIN,
    Code,
    Row,
    codebook,
    codes_element,
    goal_code,
    guid,
    unique_name,
)
from pipeline.exporting.files import add_file, add_text
from pipeline.exporting.loading import AGREEMENT, Frames
from pipeline.exporting.source_texts import (
    SourceText,
    Span,
    by_document,
    goal_spans,
    passages_of,
    source_text,
)
from pipeline.exporting.texts import one_line, plain, shortened
from pipeline.exporting.words import REASONS, VERDICT_WORDS
from pipeline.reporting.words import LINK_KIND_WORDS
from pipeline.schemas.coupling import VERDICTS
from pipeline.speech import gettext as _
from pipeline.speech import marked, spoken

PROJECT = "urn:QDA-XML:project:1.0"
QDA_TABLES = (schemas.DOCUMENTS, schemas.PASSAGES, schemas.GOALS, schemas.LINKS, VERDICTS)
ENGINE = "kopling"
LONGEST_NAME = 80
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
_VARIABLES = (
    ("kind", marked("Dokumentslag"), "Text"),
    ("unit", marked("Enhet"), "Text"),
    ("area", marked("Tjenesteområde"), "Text"),
    ("status", marked("Status"), "Text"),
    ("year", marked("Fra år"), "Integer"),
    ("year_to", marked("Til år"), "Integer"),
)


@dataclass(frozen=True)
class Quoted:
    """What was written: documents, quotations of goals, codings, goals that stand in no text."""

    documents: int
    goals: int
    codings: int
    not_found: int


@dataclass(frozen=True)
class _Coding:
    """Everything that is said of goals, by goal."""

    links: Mapping[str, list[Row]]
    verdicts: Mapping[str, list[Row]]
    names: Mapping[str, str]


def write_project(frames: Frames, path: Path, name: str) -> Quoted:
    """Write the project into the archive `path`."""
    with TemporaryDirectory(dir=path.parent, prefix=".kopling-") as folder:
        project = Path(folder) / "project.qde"
        with ZipFile(path, "w") as archive:
            counts = _write_xml(frames, project, plain(name), archive)
            add_file(archive, project.name, project)
    return counts


def _write_xml(frames: Frames, path: Path, name: str, archive: ZipFile) -> Quoted:
    """Write the project's XML, and each document's text into the archive on the way."""
    codes = codebook(*(frames[each] for each in ("documents", "goals", "links", "verdicts")))
    said = _coding(frames, codes)
    users = [ENGINE, *sorted(set(frames["verdicts"]["coder"].dropna()), key=_by_number)]
    with path.open("wb") as stream, etree.xmlfile(stream, encoding="utf-8") as out:
        out.write_declaration()
        with out.element(
            "Project",
            nsmap={None: PROJECT},
            name=name,
            origin=ORIGIN,
            creatingUserGUID=guid("user", ENGINE),
        ):
            _write_list(out, "Users", (_user(each) for each in users))
            with out.element("CodeBook"):
                out.write(_in_project(codes_element(codes)))
            _write_list(out, "Variables", (_variable(*each) for each in _VARIABLES))
            _write_list(out, "Cases", _cases(frames["documents"]))
            counts = _write_sources(out, frames, said, archive)
            _write_list(out, "Notes", _notes(frames["verdicts"]))
            with out.element("Description"):
                out.write(_about())
    return counts


def _about() -> str:
    return _(
        "Mål som sitater fra kommunens styringsdokumenter. Kodet av kopling der en kopling er "
        "avgjort, og av kodere der de har vurdert den. Sannsynligheter er anslag. Av lederavtaler "
        "er bare det med som er lest som avtale: lederens egen utvikling og underskrifter er "
        "utelatt."
    )


def _write_list(out: Any, name: str, elements: Iterable[Any]) -> None:
    """Write the elements within one of that name, which the schema wants only if it holds any."""
    first = next(iterator := iter(elements), None)
    if first is None:
        return
    with out.element(name):
        for element in chain([first], iterator):
            out.write(_in_project(element))


def _in_project(element: Any) -> Any:
    """The element and all in it, in the project's namespace."""
    for each in element.iter():
        if isinstance(each.tag, str) and not each.tag.startswith("{"):
            each.tag = f"{{{PROJECT}}}{each.tag}"
    element.tail = "\n"
    return element


def _user(name: str) -> Any:
    return etree.Element("User", guid=guid("user", name), name=plain(name))


def _variable(name: str, heading: str, kind: str) -> Any:
    return etree.Element(
        "Variable", guid=guid("variable", name), name=_(heading), typeOfVariable=kind
    )


def _cases(documents: pd.DataFrame) -> Iterator[Any]:
    """A case a unit, with its documents."""
    for unit, rows in documents.dropna(subset=["unit"]).groupby("unit", sort=True):
        case = etree.Element("Case", guid=guid("unit", str(unit)), name=one_line(str(unit)))
        for document in rows["document_id"]:
            etree.SubElement(case, "SourceRef", targetGUID=guid("document", document))
        yield case


def _write_sources(out: Any, frames: Frames, said: _Coding, archive: ZipFile) -> Quoted:
    documents = frames["documents"].sort_values(["year", "title", "document_id"])
    passages = by_document(
        frames["passages"], "document_sha256", documents["document_sha256"].tolist()
    )
    goals = by_document(frames["goals"], "document_id", documents["document_id"].tolist())
    taken: set[str] = set()
    quoted = codings = 0
    if documents.empty:
        return Quoted(0, 0, 0, 0)
    with out.element("Sources"):
        for document in documents.to_dict("records"):
            source = source_text(passages[document["document_sha256"]])
            element = _source(document, source, goals[document["document_id"]], said, taken)
            add_text(archive, f"sources/{element.get('guid')}.txt", source.text)
            quoted += _quoted_in(element, goals[document["document_id"]])
            codings += sum(1 for _each in element.iter("Coding"))
            out.write(_in_project(element))
    return Quoted(len(documents), quoted, codings, len(frames["goals"]) - quoted)


def _quoted_in(element: Any, goals: pd.DataFrame) -> int:
    """How many of the goals have a quotation."""
    firsts = {guid("selection", f"{name}:0") for name in goals["goal_id"]}
    return sum(each.get("guid") in firsts for each in element.iter("PlainTextSelection"))


def _source(
    document: Row, source: SourceText, goals: pd.DataFrame, said: _Coding, taken: set[str]
) -> Any:
    name = guid("document", document["document_id"])
    shown = one_line(str(document["title"])).translate(_NOT_IN_NAMES).strip(" .") or name
    element = etree.Element(
        "TextSource",
        guid=name,
        name=unique_name(shortened(shown, LONGEST_NAME), taken),
        plainTextPath=f"internal://{name}.txt",
        creatingUser=guid("user", ENGINE),
    )
    etree.SubElement(element, "Description").text = _of_document(document)
    for goal in goals.to_dict("records"):
        for selection in _selections(goal, source, said):
            element.append(selection)
    for column, _heading, kind in _VARIABLES:
        if pd.notna(document[column]):
            value = etree.SubElement(element, "VariableValue")
            etree.SubElement(value, "VariableRef", targetGUID=guid("variable", column))
            etree.SubElement(value, f"{kind}Value").text = one_line(str(document[column]))
    return element


def _of_document(document: Row) -> str:
    told = [one_line(str(document["path"])), f"SHA-256 {document['document_sha256']}"]
    if document["kind"] == AGREEMENT:
        told.append(
            _("Bare det som er lest som avtale er med; lederens egen utvikling er utelatt.")
        )
    return "\n".join(told)


def _selections(goal: Row, source: SourceText, said: _Coding) -> Iterator[Any]:
    """The goal's words, once as the engine coded them and once for each verdict on it."""
    spans = goal_spans(str(goal["text"]), passages_of(goal), source)
    name = str(goal["goal_id"])
    for at, span in enumerate(spans):
        yield _by_engine(goal, span, at, said)
        for verdict in said.verdicts.get(name, []):
            yield _by_coder(goal, span, at, verdict, said)


def _by_engine(goal: Row, span: Span, at: int, said: _Coding) -> Any:
    name, links = str(goal["goal_id"]), said.links.get(str(goal["goal_id"]), [])
    lines = [_of_goal(goal), *(_of_link(link, said) for link in links)]
    element = _selection(f"{name}:{at}", goal, span, ENGINE, "\n".join(lines))
    codes = [guid("goal kind", str(goal["kind"]))]
    for link in links:
        if link["objective_id"] in said.names:
            codes.append(goal_code(str(link["objective_id"])))
        if link["kind"] != "none":
            codes.append(guid("link kind", str(link["kind"])))
    _add_codings(element, f"{name}:{at}", codes, ENGINE)
    return element


def _by_coder(goal: Row, span: Span, at: int, verdict: Row, said: _Coding) -> Any:
    coder, name = str(verdict["coder"]), f"{verdict['verdict_id']}:{at}"
    element = _selection(name, goal, span, coder, _of_verdict(verdict, said))
    element.set("creationDateTime", _moment(verdict["time"]))
    codes = []
    if verdict["verdict"] == "accept" and verdict["objective_id"] in said.names:
        codes.append(goal_code(str(verdict["objective_id"])))
    elif verdict["verdict"] == "no_parent":
        codes.append(guid("verdict", "no_parent"))
        if verdict["reason"] in REASONS:
            codes.append(guid("reason", verdict["reason"]))
    _add_codings(element, name, codes, coder)
    if str(verdict["memo"]).strip():
        note = guid("note", str(verdict["verdict_id"]))
        etree.SubElement(element, "NoteRef", targetGUID=note)
    return element


def _selection(name: str, goal: Row, span: Span, user: str, text: str) -> Any:
    element = etree.Element(
        "PlainTextSelection",
        guid=guid("selection", name),
        name=shortened(one_line(str(goal["text"])), LONGEST_NAME),
        startPosition=str(span[0]),
        endPosition=str(span[1]),
        creatingUser=guid("user", user),
    )
    etree.SubElement(element, "Description").text = plain(text)
    return element


def _add_codings(element: Any, name: str, codes: Sequence[str], user: str) -> None:
    for code in dict.fromkeys(codes):
        coding = etree.SubElement(
            element,
            "Coding",
            guid=guid("coding", f"{name}:{code}"),
            creatingUser=guid("user", user),
        )
        etree.SubElement(coding, "CodeRef", targetGUID=code)


def _of_goal(goal: Row) -> str:
    told = [goal[column] for column in ("kind", "unit", "year") if pd.notna(goal[column])]
    told += [_("side {n}").format(n=goal["page"]), goal["goal_id"]]
    return one_line(" · ".join(map(str, told)))


def _of_link(link: Row, said: _Coding) -> str:
    told = _("→ {objective}: sannsynlighet {p}, {kind}").format(
        objective=said.names.get(str(link["objective_id"]), link["objective_id"]),
        p=decimal(float(link["probability"]), spoken()),
        kind=LINK_KIND_WORDS[str(link["kind"])],
    )
    if link["explicit"]:
        told += _("; dokumentet sier det selv")
    if str(link["shared_terms"]):
        told += _("; ord: {words}").format(words=one_line(str(link["shared_terms"])))
    return told


def _of_verdict(verdict: Row, said: _Coding) -> str:
    what = VERDICT_WORDS[str(verdict["verdict"])]
    told = f"{verdict['coder']}: {what}"
    if pd.notna(verdict["objective_id"]):
        name = str(verdict["objective_id"])
        told += f" – {said.names.get(name, name)}"
    if pd.notna(verdict["reason"]):
        told += f" ({REASONS.get(str(verdict['reason']), str(verdict['reason']))})"
    memo = str(verdict["memo"]).strip()
    return f"{told}\n{memo}" if memo else told


def _notes(verdicts: pd.DataFrame) -> Iterator[Any]:
    """The memos of the verdicts that count, on goals that are there."""
    counted = verdicts[verdicts["counts"] & verdicts["goal_id"].notna()]
    for verdict in counted.sort_values("verdict_id").to_dict("records"):
        memo = plain(str(verdict["memo"])).strip()
        if not memo:
            continue
        moment = _moment(verdict["time"])
        note = etree.Element(
            "Note",
            guid=guid("note", str(verdict["verdict_id"])),
            name=f"{verdict['coder']} {moment[:10]} {verdict['verdict_id']}",
            creatingUser=guid("user", str(verdict["coder"])),
            creationDateTime=moment,
        )
        etree.SubElement(note, "PlainTextContent").text = memo
        yield note


def _coding(frames: Frames, codes: Sequence[Code]) -> _Coding:
    links, verdicts = frames["links"], frames["verdicts"]
    chosen = links[links["linked"] | links["explicit"]].sort_values(
        ["goal_id", "probability", "objective_id"], ascending=[True, False, True]
    )
    counted = verdicts[verdicts["counts"]].sort_values("verdict_id")
    called = dict(_called(codes))
    names = {name: called.get(goal_code(name), name) for name in frames["goals"]["goal_id"]}
    return _Coding(_grouped(chosen), _grouped(counted), names)


def _called(codes: Iterable[Code]) -> Iterator[tuple[str, str]]:
    """What each code is called, by its GUID."""
    for code in codes:
        yield code.guid, code.name
        yield from _called(code.children)


def _grouped(frame: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.dropna(subset=["goal_id"]).to_dict("records"):
        found.setdefault(str(row["goal_id"]), []).append(row)
    return found


def _by_number(name: str) -> tuple[int, str]:
    """Koder 2 before koder 10."""
    number = name.rpartition(" ")[2]
    return (int(number) if number.isdecimal() else 0, name)


def _moment(time: object) -> str:
    """A time as the standard writes it, in UTC and whole seconds."""
    told = datetime.fromisoformat(str(time))
    told = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    return told.strftime("%Y-%m-%dT%H:%M:%SZ")
