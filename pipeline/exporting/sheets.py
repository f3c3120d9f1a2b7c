"""What stands on each sheet of the workbook: rows from the tables, and what each column means."""

from collections.abc import Iterable, Iterator

import pandas as pd

import pipeline
from pipeline import schemas
from pipeline.exporting.loading import Frames
from pipeline.exporting.words import REASONS, STANDINGS, VERDICT_WORDS, YES_NO
from pipeline.exporting.workbook import MONEY, SHARE, WHOLE, WIDE_TEXT, Column, Sheet, Written
from pipeline.reporting.words import (
    AMOUNT_WORDS,
    KIND_SOURCE_WORDS,
    LINK_KIND_MEANINGS,
    LINK_KIND_WORDS,
    PART_WORDS,
    QUADRANT_MEANINGS,
    QUADRANT_WORDS,
)
from pipeline.schemas.coupling import VERDICTS
from pipeline.speech import gettext as _

SHEET_TABLES = (
    *(schemas.DOCUMENTS, schemas.GOALS, schemas.LINKS, schemas.UNITS, schemas.OBJECTIVES),
    *(schemas.AMOUNTS, schemas.CHANGES, VERDICTS),
)
PLAN = "kommuneplan"


def first_name() -> str:
    """What the first sheet is called."""
    return _("Les meg")


def sheets(frames: Frames) -> list[Sheet]:
    """The workbook's sheets, in the language that is spoken."""
    goals = _with_documents(frames["goals"], frames["documents"])
    links = _decided(frames["links"], goals)
    return [
        _units(frames["units"]),
        _goals(goals[goals["level"].ne(PLAN)], links),
        _links(links),
        _plan_goals(goals, frames["objectives"]),
        _amounts(frames["amounts"], frames["documents"]),
        _cases(frames["changes"], frames["documents"]),
        _documents(frames["documents"]),
        _verdicts(frames["verdicts"], goals),
        _glossary(),
    ]


def read_me(written: Written) -> Iterator[tuple[str, str]]:
    """Rows of the first sheet: what the workbook is, where things stand, what to be wary of."""
    yield _("Fra målene i planene til enhetenes lederavtaler"), ""
    yield _("Laget av kopling {version}.").format(version=pipeline.__version__), ""
    yield "", ""
    for name, rows in written.rows.items():
        parts = written.parts[name]
        text = _("{sheet}: {n} rader").format(sheet=name, n=rows)
        if parts > 1:
            text = _("{sheet}: {n} rader på {parts} ark, for ett ark rommer ikke flere").format(
                sheet=name, n=rows, parts=parts
            )
        yield text, name
    yield "", ""
    yield _("Hold pekeren over en overskrift for å se hva kolonnen betyr."), ""
    yield _("En tom celle betyr at verdien ikke er kjent. Den betyr aldri null."), ""
    yield (
        _(
            "Sannsynligheter er anslag. De er kalibrert mot vurderte par, men en kopling er først "
            "sikker når noen har lest begge tekstene."
        ),
        "",
    )
    yield _("Når et intervall krysser grensen mellom to ord, står enheten som uavklart."), ""
    yield _("Lederens egen utvikling er utelatt, og kodere har nummer i stedet for navn."), ""
    yield _("Slik siterer du: oppgi kopling med versjon, dokumentet med side, og målets id."), ""
    if written.cuts:
        yield "", ""
        yield _("Tekster som er lengre enn en celle rommer, og derfor ikke står helt:"), ""
    for cut in written.cuts:
        yield (
            _("{sheet}, rad {row}, {heading}: {n} tegn").format(
                sheet=cut.sheet, row=cut.row, heading=cut.heading, n=cut.length
            ),
            "",
        )


def _with_documents(goals: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    titles = documents.set_index("document_id")["title"]
    return goals.assign(document=goals["document_id"].map(titles))


def _decided(links: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Decided and stated links with both sides, the goals in their documents' order."""
    sides = goals.set_index("goal_id")
    kept = links[links["linked"] | links["explicit"]]
    below = sides[["text", "unit", "year", "level", "part", "document", "page"]]
    above = sides[["text", "number", "kind", "document", "page"]]
    order = pd.Series(range(len(goals)), index=goals["goal_id"], name="order")
    return (
        kept.join(below.add_prefix("goal_"), on="goal_id")
        .join(above.add_prefix("objective_"), on="objective_id")
        .join(order, on="goal_id")
        .sort_values(["order", "probability"], ascending=[True, False], ignore_index=True)
    )


def _units(units: pd.DataFrame) -> Sheet:
    columns = (
        Column("unit", _("Enhet"), _("Enheten som målene gjelder."), width=34),
        Column("year", _("År"), _("Året lederavtalen gjelder."), WHOLE),
        Column("area", _("Tjenesteområde"), _("Tjenesteområdet enheten hører til."), width=26),
        Column(
            "quadrant",
            _("Kopling"),
            _("Tett, løst, frikoplet, ukoplet eller uavklart. Se ordlisten."),
            words=QUADRANT_WORDS,
        ),
        Column("goals", _("Egne mål"), _("Hvor mange egne mål tallene bygger på (n)."), WHOLE),
        Column(
            "goals_held",
            _("Holdt mot planen"),
            _("Egne mål som er holdt mot en plan som gjaldt det året."),
            WHOLE,
        ),
        Column(
            "goals_linked",
            _("Koplet"),
            _("Av dem: mål med en avgjort kopling til planen."),
            WHOLE,
        ),
        Column(
            "responsiveness",
            _("Responsivitet"),
            _("Gjennomsnittlig forankring av enhetens egne mål, fra 0 til 1."),
            SHARE,
        ),
        Column(
            "responsiveness_low", _("Responsivitet, nedre"), _("Nedre ende av intervallet."), SHARE
        ),
        Column(
            "responsiveness_high", _("Responsivitet, øvre"), _("Øvre ende av intervallet."), SHARE
        ),
        Column(
            "distinctiveness",
            _("Særpreg"),
            _("Gjennomsnittlig særpreg i enhetens egne mål, fra 0 til 1."),
            SHARE,
        ),
        Column("distinctiveness_low", _("Særpreg, nedre"), _("Nedre ende av intervallet."), SHARE),
        Column("distinctiveness_high", _("Særpreg, øvre"), _("Øvre ende av intervallet."), SHARE),
        Column(
            "is_small_n",
            _("Få mål"),
            _("Ja: enheten har færre egne mål enn et intervall krever."),
            words=YES_NO,
            width=9,
        ),
        Column(
            "ceremonial_share",
            _("Seremonielle"),
            _("Andel av målene som gjentar planens ord uten tiltak, mål å måle på eller penger."),
            SHARE,
        ),
        Column(
            "concretisation",
            _("Konkretisering"),
            _("Hvor konkrete enhetens egne mål er i gjennomsnitt, fra 0 til 1."),
            SHARE,
        ),
        Column(
            "coverage",
            _("Dekning"),
            _("Andel av planens mål som enheten tjener."),
            SHARE,
        ),
    )
    return Sheet(_("Enheter"), _noted("units", columns), units.sort_values(["unit", "year"]))


def _goals(goals: pd.DataFrame, links: pd.DataFrame) -> Sheet:
    of_plan = links[links["objective_level"].eq(PLAN) & links["linked"]]
    best = of_plan.drop_duplicates("goal_id").set_index("goal_id")
    chosen = ["objective_id", "objective_number", "objective_text", "probability"]
    frame = goals.join(best[chosen], on="goal_id")
    columns = (
        Column("goal_id", _("Målets id"), _("Navnet målet har i alle tabeller."), width=21),
        Column("text", _("Mål"), _("Målets egne ord."), WIDE_TEXT),
        Column("unit", _("Enhet"), _("Enheten som har målet."), width=28),
        Column("year", _("År"), _("Første år målet gjelder."), WHOLE),
        Column("level", _("Dokumentslag"), _("Slag dokument målet står i.")),
        Column("kind", _("Slag mål"), _("Hva slags mål det er, som dokumentet deler dem inn.")),
        Column(
            "part",
            _("Del av lederavtalen"),
            _("Om målet er enhetens eget eller felles for flere."),
            words=PART_WORDS,
        ),
        Column("number", _("Nummer"), _("Målets eget nummer i dokumentet."), width=10),
        Column("measure", _("Tiltak"), _("Tiltaket som står ved siden av målet."), WIDE_TEXT),
        Column("indicator", _("Indikator"), _("Det som skal telles for å se om målet er nådd.")),
        Column("responsible", _("Ansvarlig"), _("Den som har ansvaret, etter rolle.")),
        Column("support", _("Støtte"), _("Støtten som står ved siden av målet.")),
        Column(
            "has_target",
            _("Kan måles"),
            _("Ja: målet eller indikatoren har et tall med enhet, eller noe som kan ses."),
            words=YES_NO,
            width=9,
        ),
        Column(
            "has_deadline",
            _("Har frist"),
            _("Ja: målet har et år, en dato eller en frist."),
            words=YES_NO,
            width=9,
        ),
        Column(
            "objective_id",
            _("Planens mål, id"),
            _("Det av kommuneplanens mål som målet sterkest er koplet til. Tomt: ingen kopling."),
            goes_to=_("Planens mål"),
            width=21,
        ),
        Column(
            "objective_number", _("Planens mål, nummer"), _("Nummeret i kommuneplanen."), width=10
        ),
        Column("objective_text", _("Planens mål, ord"), _("Ordene i kommuneplanen."), WIDE_TEXT),
        Column(
            "probability",
            _("Sannsynlighet"),
            _("Anslått sannsynlighet for at målet tjener planens mål."),
            SHARE,
        ),
        Column("document", _("Dokument"), _("Dokumentet målet står i."), width=34),
        Column("page", _("Side"), _("Siden målet begynner på."), WHOLE),
    )
    return Sheet(_("Mål"), _noted("goals", columns), frame, key="goal_id")


def _links(links: pd.DataFrame) -> Sheet:
    columns = (
        Column(
            "goal_id",
            _("Målets id"),
            _("Målet under. Fører til raden på arket Mål."),
            goes_to=_("Mål"),
            width=21,
        ),
        Column("goal_unit", _("Enhet"), _("Enheten som har målet."), width=28),
        Column("goal_year", _("År"), _("Første år målet gjelder."), WHOLE),
        Column("goal_text", _("Mål"), _("Ordene i målet under."), WIDE_TEXT),
        Column("objective_number", _("Nummer over"), _("Nummeret på målet over."), width=10),
        Column("objective_text", _("Mål over"), _("Ordene i målet over."), WIDE_TEXT),
        Column("objective_level", _("Nivå over"), _("Slag dokument målet over står i.")),
        Column(
            "probability",
            _("Sannsynlighet"),
            _("Anslått sannsynlighet for at målet under tjener målet over."),
            SHARE,
        ),
        Column(
            "kind",
            _("Slag kopling"),
            _("Hvordan ordene forholder seg til hverandre. Se ordlisten."),
            words=LINK_KIND_WORDS,
        ),
        Column(
            "linked",
            _("Avgjort"),
            _("Ja: sannsynligheten er høy nok til at koplingen regnes med."),
            words=YES_NO,
            width=9,
        ),
        Column(
            "explicit",
            _("Står skrevet"),
            _("Ja: dokumentet sier selv at målet tjener målet over."),
            words=YES_NO,
            width=9,
        ),
        Column(
            "shared_terms",
            _("Ord som bar koplingen"),
            _("Ordene som talte mest, de sterkeste først."),
            width=34,
        ),
        Column("goal_document", _("Dokument"), _("Dokumentet målet under står i."), width=34),
        Column("goal_page", _("Side"), _("Siden målet under begynner på."), WHOLE),
        Column("objective_document", _("Dokument over"), _("Dokumentet over."), width=34),
        Column("objective_page", _("Side over"), _("Siden målet over begynner på."), WHOLE),
        Column(
            "objective_id",
            _("Id over"),
            _("Målet over. Fører til raden på arket Planens mål, om det står der."),
            goes_to=_("Planens mål"),
            width=21,
        ),
        Column("link_id", _("Koplingens id"), _("Navnet koplingen har i alle tabeller."), width=21),
    )
    return Sheet(_("Koplinger"), _noted("links", columns), links)


def _plan_goals(goals: pd.DataFrame, objectives: pd.DataFrame) -> Sheet:
    plan = goals.loc[
        goals["level"].eq(PLAN),
        ["goal_id", "kind", "number", "text", "document", "page", "year", "parent_goal_id"],
    ].rename(columns={"year": "from_year", "goal_id": "objective_id"})
    figures = objectives.drop(columns="number")
    frame = plan.merge(figures, on="objective_id", how="left")
    columns = (
        Column("objective_id", _("Planens mål, id"), _("Navnet målet har i tabellene."), width=21),
        Column("number", _("Nummer"), _("Målets eget nummer i planen."), width=10),
        Column("kind", _("Slag mål"), _("Hovedmål, delmål, strategi, grep eller visjon.")),
        Column("text", _("Mål"), _("Målets egne ord."), WIDE_TEXT),
        Column(
            "year",
            _("År"),
            _("Året tallene gjelder. Tomt: målet er ikke regnet på for seg."),
            WHOLE,
        ),
        Column(
            "units",
            _("Enheter"),
            _("Enheter med minst ett mål som tjener dette målet eller noe under det."),
            WHOLE,
        ),
        Column("units_possible", _("av enheter"), _("Enheter med egne mål det året."), WHOLE),
        Column(
            "goals",
            _("Egne mål"),
            _("Enhetenes egne mål som tjener dette målet eller noe under det."),
            WHOLE,
        ),
        Column("goals_possible", _("av egne mål"), _("Egne mål holdt mot planen."), WHOLE),
        Column(
            "probability_mass",
            _("Forventet antall"),
            _("Summen av sannsynlighetene: så mange mål er det ventet at tjener det."),
            SHARE,
        ),
        Column("document", _("Dokument"), _("Planen målet står i."), width=34),
        Column("page", _("Side"), _("Siden målet begynner på."), WHOLE),
        Column("from_year", _("Gjelder fra"), _("Første år planen gjelder."), WHOLE),
        Column(
            "parent_goal_id",
            _("Mål over"),
            _("Målet i samme plan som dette står under."),
            goes_to=_("Planens mål"),
            width=21,
        ),
    )
    return Sheet(_("Planens mål"), _noted("objectives", columns), frame, key="objective_id")


def _amounts(amounts: pd.DataFrame, documents: pd.DataFrame) -> Sheet:
    titles = documents.set_index("document_id")["title"]
    columns = (
        Column("document", _("Dokument"), _("Dokumentet beløpet står i."), width=34),
        Column("page", _("Side"), _("Siden beløpet står på."), WHOLE),
        Column("label", _("Hva"), _("Radens eller setningens egne ord."), WIDE_TEXT),
        Column("column_label", _("Kolonne"), _("Overskriften over kolonnen, i en tabell.")),
        Column("area", _("Tjenesteområde"), _("Tjenesteområdet, som dokumentet navngir det.")),
        Column("year", _("År"), _("Budsjettåret. Tomt: teksten gir ikke ett år."), WHOLE),
        Column("years", _("Periode"), _("Det beløpet dekker når det ikke er ett år.")),
        Column("amount_nok", _("Kroner"), _("Beløpet i hele kroner."), MONEY),
        Column(
            "status",
            _("Status"),
            _("Forslag, vedtak, budsjett eller regnskap."),
            words=AMOUNT_WORDS,
        ),
        Column(
            "is_total",
            _("Sum"),
            _("Ja: beløpet er summen av andre rader. Ikke legg det sammen med dem."),
            words=YES_NO,
            width=9,
        ),
        Column(
            "reconciles",
            _("Stemmer"),
            _("For en sum: ja om radene legger seg sammen til den. Tomt: det kan ikke avgjøres."),
            words=YES_NO,
            width=9,
        ),
        Column("amount_id", _("Beløpets id"), _("Navnet beløpet har i alle tabeller."), width=21),
    )
    frame = amounts.assign(document=amounts["document_id"].map(titles))
    return Sheet(_("Beløp"), _noted("amounts", columns), frame)


def _cases(changes: pd.DataFrame, documents: pd.DataFrame) -> Sheet:
    known = documents.set_index("document_id")[["title", "case_number", "year"]]
    columns = (
        Column("case_number", _("Sak"), _("Saksnummeret."), width=10),
        Column("title", _("Tittel"), _("Sakens tittel."), width=44),
        Column("year", _("År"), _("Første år saken gjelder."), WHOLE),
        Column("area", _("Område"), _("Tjenesteområdet, som forslaget navngir det."), width=34),
        Column(
            "area_in_decision",
            _("Område i vedtaket"),
            _("Det samme området, som vedtaket navngir det."),
            width=34,
        ),
        Column("proposal_nok", _("Forslag, kroner"), _("Foreslått, alle år samlet."), MONEY),
        Column("decision_nok", _("Vedtak, kroner"), _("Vedtatt."), MONEY),
        Column("difference_nok", _("Forskjell"), _("Vedtak minus forslag."), MONEY),
        Column(
            "is_comparable",
            _("Kan sammenlignes"),
            _("Ja: begge tallene dekker det samme."),
            words=YES_NO,
        ),
        Column(
            "caution",
            _("Forbehold"),
            _("Hvorfor forskjellen ikke av seg selv er en endring bystyret har gjort."),
            WIDE_TEXT,
        ),
    )
    return Sheet(_("Saker"), _noted("changes", columns), changes.join(known, on="document_id"))


def _documents(documents: pd.DataFrame) -> Sheet:
    columns = (
        Column(
            "title",
            _("Tittel"),
            _("Tittelen i registeret, eller den første overskriften."),
            width=50,
        ),
        Column("kind", _("Slag"), _("Slag dokument.")),
        Column(
            "kind_source",
            _("Slaget er"),
            _("Om slaget står i registeret eller er gjettet av teksten."),
            words=KIND_SOURCE_WORDS,
        ),
        Column("unit", _("Enhet"), _("Enheten dokumentet gjelder."), width=28),
        Column("area", _("Tjenesteområde"), _("Tjenesteområdet det gjelder."), width=26),
        Column("year", _("Fra år"), _("Første år det gjelder."), WHOLE),
        Column("year_to", _("Til år"), _("Siste år det gjelder."), WHOLE),
        Column("status", _("Status"), _("Som registeret sier det, for eksempel vedtatt.")),
        Column("case_number", _("Sak"), _("Saksnummeret."), width=10),
        Column("pages", _("Sider"), _("Antall sider."), WHOLE),
        Column("language", _("Målform"), _("nb, nn eller en."), width=9),
        Column("path", _("Fil"), _("Filen, fra mappen med dokumenter."), width=50),
        Column("document_sha256", _("SHA-256"), _("Filens fingeravtrykk."), width=20),
        Column("document_id", _("Dokumentets id"), _("De første 12 tegnene av det."), width=16),
    )
    return Sheet(_("Dokumenter"), _noted("documents", columns), documents)


def _verdicts(verdicts: pd.DataFrame, goals: pd.DataFrame) -> Sheet:
    texts = goals.drop_duplicates("goal_id").set_index("goal_id")["text"]
    frame = verdicts.assign(
        goal_now=verdicts["goal_text"].fillna(verdicts["goal_id"].map(texts)),
        objective_now=verdicts["objective_text"].fillna(verdicts["objective_id"].map(texts)),
    )
    columns = (
        Column("coder", _("Koder"), _("Hvem som har vurdert, med nummer i stedet for navn.")),
        Column("time", _("Tid"), _("Når, i universell tid."), width=26),
        Column("verdict", _("Vurdering"), _("Hva koderen sa."), words=VERDICT_WORDS, width=28),
        Column("kind", _("Slag kopling"), _("Slaget koderen satte."), words=LINK_KIND_WORDS),
        Column(
            "reason",
            _("Grunn"),
            _("Hvorfor det er rett at målet ikke tjener noe i planen."),
            words=REASONS,
        ),
        Column("memo", _("Notat"), _("Koderens eget notat."), WIDE_TEXT),
        Column("goal_now", _("Mål"), _("Ordene i målet da det ble vurdert."), WIDE_TEXT),
        Column(
            "objective_now", _("Planens mål"), _("Ordene i planen da det ble vurdert."), WIDE_TEXT
        ),
        Column("standing", _("Gjelder"), _("Om tekstene er som da."), words=STANDINGS, width=26),
        Column(
            "counts",
            _("Teller"),
            _("Ja: vurderingen er koderens siste, og ingen har overprøvd den."),
            words=YES_NO,
            width=9,
        ),
        Column(
            "goal_id",
            _("Målets id"),
            _("Fører til raden på arket Mål."),
            goes_to=_("Mål"),
            width=21,
        ),
        Column("link_id", _("Koplingens id"), _("Navnet koplingen har i tabellene."), width=21),
    )
    return Sheet(_("Vedtak av kodere"), _noted("verdicts", columns), frame)


def _glossary() -> Sheet:
    said = [
        *((QUADRANT_WORDS[name], QUADRANT_MEANINGS[name]) for name in QUADRANT_WORDS),
        *((LINK_KIND_WORDS[name], LINK_KIND_MEANINGS[name]) for name in LINK_KIND_WORDS),
        (_("responsivitet"), _("hvor godt enhetens egne mål svarer på planen")),
        (_("særpreg"), _("hvor mye eget det er i enhetens mål")),
        (_("forankring"), _("hvor sikkert et mål svarer på noe i planen")),
        (_("egne mål"), _("målene i enhetens egen del av lederavtalen, uten det som er felles")),
        (_("intervall"), _("det verdien trolig ligger innenfor, gitt tvilen i koplinger og mål")),
        (_("seremoniell"), _("gjentar planens ord, uten tiltak, indikator eller penger bak")),
    ]
    columns = (
        Column("word", _("Ord"), _("Ordet slik det brukes her."), width=22),
        Column("means", _("Betydning"), _("Hva det betyr."), WIDE_TEXT, width=80),
    )
    return Sheet(_("Ordliste"), columns, pd.DataFrame(said, columns=["word", "means"]))


def _noted(table: str, columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns, each note with the name that the data dictionary has it by."""
    from dataclasses import replace

    return tuple(replace(each, note=f"{each.note}\n({table}: {each.name})") for each in columns)
