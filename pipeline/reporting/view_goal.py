"""A goal of a unit with all that stands behind what is said of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from pipeline.reporting.corpus import Corpus, Goal, Link, Profile
from pipeline.reporting.formats import counted, decimal, million_nok
from pipeline.reporting.grounds import Grounds, Row
from pipeline.reporting.quoting import Passage, quoted
from pipeline.reporting.views import (
    Evidence,
    Quote,
    answering_words,
    beside,
    evidence_of,
    quote_of,
    same_words,
)
from pipeline.reporting.words import LEVEL_NAMES
from pipeline.reporting.words_evidence import (
    FATE_WORDS,
    PICTURE_REASON_WORDS,
    REASON_WORDS,
    RESOURCING_WORDS,
    THREAD_WORDS,
    VERDICT_WORDS,
)
from pipeline.speech import gettext as _
from pipeline.speech import spoken

_MOST_LINES = 6
_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


@dataclass(frozen=True)
class Ref:
    """Another goal, named: its words, and where they are shown."""

    text: str
    language: str
    href: str


@dataclass(frozen=True)
class Picture:
    """The page around a passage; without an address where there is none, and then why."""

    src: str
    width: int
    height: int
    alt: str
    place: Quote
    page: int
    missing: str


@dataclass(frozen=True)
class VerdictView:
    """What a coder has said of a link or a goal, as a sentence, and her note."""

    said: str
    memo: str
    is_suspect: bool


@dataclass(frozen=True)
class LinkView:
    """A decided link with both passages in context, their pages and what coders said."""

    anchor: str
    evidence: Evidence
    goal: Passage
    objective: Passage
    below: tuple[Quote, Passage] | None
    pictures: tuple[Picture, ...]
    lift: float | None
    verdicts: tuple[VerdictView, ...]


@dataclass(frozen=True)
class ThreadStep:
    """A goal on a level of the thread; how it hangs on the one below, empty for the first."""

    level: str
    goal: Ref
    how: str
    is_weakest: bool


@dataclass(frozen=True)
class ThreadView:
    """The thread from a goal upwards, level by level, and a sentence on where it breaks."""

    word: str
    status: str
    said: str
    steps: tuple[ThreadStep, ...]


@dataclass(frozen=True)
class AmountLine:
    """An amount with the words it stands by, and where."""

    label: str
    amount_nok: float
    place: str
    href: str


@dataclass(frozen=True)
class MoneyView:
    """Whether there is money behind a goal: bounds, the lines they rest on, cuts."""

    word: str
    said: tuple[str, ...]
    lines: tuple[AmountLine, ...]
    further: int


@dataclass(frozen=True)
class Before:
    """What the goal was in the unit's agreement before: a sentence, and that goal."""

    fate: str
    said: str
    goal: Ref | None


@dataclass(frozen=True)
class GoalView:
    """A goal with its profile, its links, its thread, its money and its past."""

    anchor: str
    number: str
    text: str
    language: str
    quote: Quote
    repeats: bool
    passage: Passage
    beside: tuple[tuple[str, str], ...]
    present: tuple[tuple[str, bool], ...]
    unclear: tuple[str, ...]
    profile: Profile | None
    shown: tuple[LinkView, ...]
    nearest: Evidence | None
    passed_over: tuple[Evidence, ...]
    further: int
    orphan: str
    verdicts: tuple[VerdictView, ...]
    thread: ThreadView | None
    money: MoneyView | None
    before: Before | None

    @property
    def decided(self) -> bool:
        """True where at least one decided link stands behind it."""
        return bool(self.shown)


def goal_view(corpus: Corpus, grounds: Grounds, goal: Goal, links_per_goal: int) -> GoalView:
    """The goal as its unit's page shows it, with at most `links_per_goal` links.

    Shown in full are the decided links; the others were passed over, the nearest of them apart
    where no link is decided.
    """
    links = corpus.links.get(goal.goal_id, ())
    decided = [link for link in links[:links_per_goal] if link.linked]
    others = [evidence_of(corpus, link, "../") for link in links[len(decided) : links_per_goal]]
    nearest = others[0] if others and not decided else None
    quote = quote_of(corpus, goal)
    return GoalView(
        anchor=goal.goal_id,
        number=goal.number or "",
        text=goal.text,
        language=goal.language,
        quote=quote,
        repeats=same_words(goal.text, quote.text),
        passage=quoted(grounds.context(goal.goal_id)),
        beside=beside(goal),
        present=_present(goal),
        unclear=tuple(_unclear(grounds.clarity.get(goal.goal_id))),
        profile=corpus.profiles.get(goal.goal_id),
        shown=tuple(link_view(corpus, grounds, link) for link in decided),
        nearest=nearest,
        passed_over=tuple(others[1:] if nearest else others),
        further=sum(link.linked for link in links[links_per_goal:]),
        orphan=_orphan(grounds.orphans.get(goal.goal_id)),
        verdicts=verdict_views(grounds, goal.goal_id),
        thread=thread_view(corpus, grounds, goal.goal_id),
        money=money_view(corpus, grounds, grounds.resourcing.get(goal.goal_id)),
        before=_before(corpus, grounds.before.get(goal.goal_id)),
    )


def _present(goal: Goal) -> tuple[tuple[str, bool], ...]:
    return (
        (_("tiltak"), bool(goal.measure)),
        (_("målbart"), goal.has_target),
        (_("frist"), goal.has_deadline),
        (_("ansvar eller støtte"), bool(goal.responsible or goal.support)),
    )


def link_view(corpus: Corpus, grounds: Grounds, link: Link) -> LinkView:
    """The link with both passages, the words that answer each other marked in each."""
    ours, theirs = answering_words(link.word_pairs)
    below = _answered_below(corpus, link.objective_id, theirs)
    behind = [link.goal_id, link.objective_id, *([below.goal_id] if below else [])]
    return LinkView(
        anchor=link.link_id,
        evidence=evidence_of(corpus, link, "../"),
        goal=quoted(grounds.context(link.goal_id), ours),
        objective=quoted(grounds.context(link.objective_id), theirs),
        below=(
            (quote_of(corpus, below), quoted(grounds.context(below.goal_id), theirs))
            if below
            else None
        ),
        pictures=tuple(
            picture
            for goal_id in behind
            for picture in pictures_of(corpus, grounds, corpus.goals[goal_id])
        ),
        lift=link.lift,
        verdicts=verdict_views(grounds, link.link_id),
    )


def _answered_below(corpus: Corpus, objective_id: str, words: frozenset[str]) -> Goal | None:
    """What stands under the objective and answers more of the goal's words than it itself does."""
    own = _held_words(corpus.goals[objective_id].text) & words
    found = [
        (len(_held_words(goal.text) & words - own), goal) for goal in _under(corpus, objective_id)
    ]
    most, goal = max(found, key=lambda pair: pair[0], default=(0, None))
    return goal if most > 0 else None


def _under(corpus: Corpus, goal_id: str) -> list[Goal]:
    """Everything that the document puts under the goal, in its order."""
    found, waiting, seen = [], corpus.children(goal_id), {goal_id}
    while waiting:
        goal = waiting.pop(0)
        if goal.goal_id not in seen:
            seen.add(goal.goal_id)
            found.append(goal)
            waiting += corpus.children(goal.goal_id)
    return found


def _held_words(text: str) -> set[str]:
    return set(re.findall(r"\w+(?:[.,]\d+)?", text.lower()))


def pictures_of(corpus: Corpus, grounds: Grounds, goal: Goal) -> tuple[Picture, ...]:
    """The pages that the goal stands on; their addresses lead from the report's folder."""
    quote = quote_of(corpus, goal)
    return tuple(_picture(row, quote) for row in grounds.pictures.get(goal.goal_id, ()))


def _picture(row: Row, quote: Quote) -> Picture:
    alt = _("Utsnitt av {document}, side {page}: stedet er merket med ramme og strek i margen.")
    missing = ""
    if not row["path"]:
        missing = PICTURE_REASON_WORDS.get(row["reason"], _("siden kunne ikke tegnes"))
    return Picture(
        src=row["path"] or "",
        width=row["width"] or 0,
        height=row["height"] or 0,
        alt=alt.format(document=quote.document, page=row["page"]),
        place=quote,
        page=row["page"],
        missing=missing,
    )


def verdict_views(grounds: Grounds, name: str) -> tuple[VerdictView, ...]:
    """What each coder last said of a link or a goal; coders are numbered, not named."""
    return tuple(_verdict(row, grounds.coders) for row in grounds.verdicts.get(name, ()))


def _verdict(row: Row, coders: Mapping[str, int]) -> VerdictView:
    said = _("Koder {number}, {day}: {verdict}").format(
        number=coders[row["coder"]],
        day=_day(str(row["time"])),
        verdict=VERDICT_WORDS[row["verdict"]],
    )
    if row["reason"]:
        said = f"{said} ({REASON_WORDS[row['reason']]})"
    return VerdictView(said, row["memo"] or "", row["standing"] == "suspect")


def _day(time: str) -> str:
    try:
        return format_date(date.fromisoformat(time[:10]), "d. MMMM y", locale=_LOCALES[spoken()])
    except ValueError:
        return time


def ref(corpus: Corpus, goal_id: str) -> Ref | None:
    """The goal by its words, leading to its unit's page, its own page or its document's."""
    goal = corpus.goals.get(goal_id)
    return None if goal is None else Ref(goal.text, goal.language, _address(corpus, goal))


def _address(corpus: Corpus, goal: Goal) -> str:
    unit = corpus.unit_slugs.get(goal.unit or "")
    if unit and corpus.is_own(goal):
        return f"../enheter/{unit}.html#{goal.goal_id}"
    if goal.goal_id in corpus.objective_slugs:
        return f"../mal/{corpus.objective_slugs[goal.goal_id]}.html"
    return corpus.place_of(goal)


def _unclear(row: Row | None) -> list[str]:
    """What makes the goal hard to test, in the words that told it."""
    found = []
    if row and row["is_activity"]:
        found.append(_("sier hva som skal gjøres, ikke hva som skal nås"))
    if row and row["is_hedged"]:
        said = _("tar forbehold: «{words}»")
        found.append(said.format(words=str(row["hedge_words"] or "").replace("; ", "», «")))
    return found


def _orphan(row: Row | None) -> str:
    if row is None or row["status"] == "served":
        return ""
    if row["status"] == "orphan":
        return _("Foreldreløst: ingen av planens mål står over det, og ingen har sagt hvorfor.")
    reasons = [REASON_WORDS.get(r, r) for r in str(row["reason"] or "").split("; ") if r]
    if row["status"] == "justified":
        said = _("Uten mål over seg med grunn, etter {coders}: {reasons}.")
        coders = counted(row["coders_no_parent"], "koder", "kodere")
        return said.format(coders=coders, reasons=", ".join(reasons) or _("uten begrunnelse"))
    return _("Koderne er uenige om målet har noe over seg i planen.")


def thread_view(corpus: Corpus, grounds: Grounds, goal_id: str) -> ThreadView | None:
    """The chain from the goal up to the plan; None where it was not followed."""
    chain = grounds.chains.get(goal_id)
    if chain is None:
        return None
    path = str(chain["path"]).split()
    pairs = zip(path[1:], path, strict=False)
    hows = ["", *(_how(grounds, below, above) for above, below in pairs)]
    weakest = str(chain["weakest_at"])
    steps = []
    for name, how in zip(path, hows, strict=True):
        at, goal = ref(corpus, name), corpus.goals.get(name)
        if at is None or goal is None:
            continue
        level = LEVEL_NAMES[goal.level]
        is_weakest = bool(how) and weakest.endswith(f"→ {goal.level}")
        steps.append(ThreadStep(level, at, how, is_weakest))
    return ThreadView(
        THREAD_WORDS[chain["status"]], chain["status"], thread_said(chain), tuple(steps)
    )


def _how(grounds: Grounds, below: str, above: str) -> str:
    step = grounds.steps.get((below, above))
    if step is None:
        return _("står under")
    if step["explicit"]:
        return _("oppgitt")
    return decimal(step["probability"])


def thread_said(chain: Row) -> str:
    """Where the thread holds or breaks, in a sentence."""
    weakest = level_step(str(chain["break_at"] or chain["weakest_at"]))
    strength = decimal(chain["weakest_probability"])
    if chain["status"] == "broken":
        said = _("Brutt mellom {step}: det beste leddet der har {strength}.")
        if chain["jumps"]:
            said = _(
                "Brutt mellom {step}: det beste leddet der har {strength}. Målet er likevel koplet "
                "direkte til planen."
            )
    elif chain["status"] == "whole":
        said = _("Hel opp til kommuneplanen: svakeste ledd, {step}, har {strength}.")
    else:
        said = _("Uavklart: svakeste ledd, {step}, har {strength}.")
    return said.format(step=weakest, strength=strength)


def level_step(step: str) -> str:
    """Two levels of the plan system, as the tables join them, in the language spoken.

    >>> level_step("lederavtale → årsbudsjett")
    'lederavtale og årsbudsjett'
    """
    first, _arrow, last = step.partition(" → ")
    words = (LEVEL_NAMES.get(level, level) for level in (first, last))
    return _("{first} og {last}").format(**dict(zip(("first", "last"), words, strict=True)))


def money_view(corpus: Corpus, grounds: Grounds, row: Row | None) -> MoneyView | None:
    """The money behind a goal; None where no budget in force was read for its year."""
    if row is None or not row["resourcing"]:
        return None
    lines = amount_lines(corpus, grounds, str(row["amount_ids"]))
    return MoneyView(
        word=RESOURCING_WORDS[row["resourcing"]],
        said=tuple(_money_said(row)),
        lines=lines[:_MOST_LINES],
        further=max(0, len(lines) - _MOST_LINES),
    )


def _money_said(row: Row) -> list[str]:
    said = []
    if row["amounts_low_nok"] is not None and row["amounts_high_nok"] is not None:
        said.append(bounds(row["amounts_low_nok"], row["amounts_high_nok"]))
    if row["statement"]:
        said.append(_("Teksten sier det selv: «{words}»").format(words=row["statement"]))
    if row["cuts_nok"]:
        cut = _("Vedtatte kutt i det målet handler om: {amount}.")
        said.append(cut.format(amount=million_nok(row["cuts_nok"])))
    if row["resourcing"] == "no_line":
        looked = _("Lett gjennom {lines} i {documents}.")
        said.append(
            looked.format(
                lines=counted(row["lines_searched"], "budsjettlinje", "budsjettlinjer"),
                documents=counted(row["documents_searched"], "dokument", "dokumenter"),
            )
        )
    return said


def bounds(low: float, high: float) -> str:
    """At least and at most so much money, as a sentence."""
    if low == high:
        return _("{amount} står bak.").format(amount=million_nok(low))
    said = _("Minst {low} og høyst {high} av det som er funnet, står bak.")
    return said.format(low=million_nok(low), high=million_nok(high))


def amount_lines(corpus: Corpus, grounds: Grounds, names: str) -> tuple[AmountLine, ...]:
    """The amounts, each with the words it stands by and the document's page."""
    rows = [grounds.amounts[name] for name in names.split() if name in grounds.amounts]
    return tuple(
        AmountLine(
            label=row["label"],
            amount_nok=row["amount_nok"],
            place=_("{document}, side {page}").format(
                document=_title(corpus, row["document_id"]), page=row["page"]
            ),
            href=_document_address(corpus, row["document_id"]),
        )
        for row in rows
    )


def _title(corpus: Corpus, document_id: str) -> str:
    document = corpus.documents.get(document_id)
    return document.title if document else document_id


def _document_address(corpus: Corpus, document_id: str) -> str:
    slug = corpus.document_slugs.get(document_id)
    return f"../dokumenter/{slug}.html" if slug else ""


def _before(corpus: Corpus, row: Row | None) -> Before | None:
    """What the goal was in the agreement before; None where there was no agreement before."""
    if row is None:
        return None
    fate = str(row["fate"])
    if fate == "new":
        said = _("Nytt siden {year}.")
    elif fate == "kept":
        said = _("Videreført ordrett fra {year}.")
    elif fate == "changed":
        said = _("Endret siden {year}. Da sto det:")
    else:
        said = _("Kanskje videreført fra {year}. Da sto det:")
    earlier = ref(corpus, row["earlier_id"]) if row["earlier_id"] else None
    shown = earlier if fate in ("changed", "uavklart") else None
    return Before(FATE_WORDS[fate], said.format(year=row["year_from"]), shown)
