"""How to cite: the report, and what made it, as a sentence, as BibTeX and as RIS."""

import re
from dataclasses import dataclass

from pipeline.reporting.corpus import Corpus
from pipeline.reporting.formats import counted, years
from pipeline.speech import gettext as _

_AUTHORS = "The kopling authors"
# what BibTeX reads as its own signs
_BIBTEX = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": "/"})


@dataclass(frozen=True)
class Citation:
    """The same reference in three forms."""

    sentence: str
    bibtex: str
    ris: str


def citation(corpus: Corpus, kopling: str, encoder: str, fingerprint: str, run: str) -> Citation:
    """The reference: program and version, encoder, the corpus' and the run's fingerprints.

    It bears no date, since the same files give the same report on any day: who cites adds it.
    """
    title = _("Kopling mellom plan og enheter: rapport av {documents}").format(
        documents=counted(len(corpus.documents), "dokument", "dokumenter")
    )
    span = years(corpus.years[0], corpus.years[-1]) if corpus.years else ""
    if span:
        title = _("{title} for {years}").format(title=title, years=span)
    made = _("Laget med kopling {version}, enkoder {encoder}.").format(
        version=kopling, encoder=encoder or "–"
    )
    prints = _("Korpus {corpus}, kjøring {run}.").format(corpus=fingerprint, run=run or "–")
    note = f"{made} {prints}"
    return Citation(
        sentence=f"{title}. {note}",
        bibtex=_bibtex(title, note, kopling, fingerprint),
        ris=_ris(title, note, kopling),
    )


def _bibtex(title: str, note: str, version: str, fingerprint: str) -> str:
    fields = {
        "author": f"{{{_AUTHORS}}}",
        "title": f"{{{title.translate(_BIBTEX)}}}",
        "year": "",
        "version": version.translate(_BIBTEX),
        "note": note.translate(_BIBTEX),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    name = re.sub(r"\W", "", fingerprint)[:8]
    return "@misc{kopling-" + name + ",\n" + ",\n".join(lines) + "\n}"


def _ris(title: str, note: str, version: str) -> str:
    lines = [
        ("TY", "GEN"),
        ("AU", _AUTHORS),
        ("TI", title),
        ("ET", version),
        ("N1", note),
        ("ER", ""),
    ]
    return "\n".join(
        f"{tag}  - {value}".rstrip() if tag != "ER" else "ER  - " for tag, value in lines
    )
