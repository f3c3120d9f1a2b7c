"""The five parts and four columns of a lederavtale."""

from dataclasses import replace

import pytest

from pipeline.parsing.flow import Block, Grid
from pipeline.parsing.lederavtale import parse_lederavtale
from pipeline.parsing.metadata import describe, guess_unit
from pipeline.parsing.registry import parse_document
from pipeline.schemas import DOCUMENT_KINDS
from tests.parsing.building import flow, grid, heading, line, told

HEADER = ("Resultatmål 2013", "Mål for eininga", "Tiltak", "Støtte frå")


def _agreement() -> list:
    return parse_lederavtale(
        flow(
            grid(
                HEADER,
                ("Felles mål for hele kommunen",),
                (
                    "Fraværet er under 8 %",
                    "- Under 7 %\n- Ingen over 60 dager".replace("\n", " "),
                    "HMS-runder",
                    "HR",
                ),
                ("Felles mål for Oppvekst",),
                ("Alle leser i 2. klasse", "", "", ""),
                ("Felles mål for skolene",),
                ("Ro i timen", "Ro i timen hos oss", "", ""),
                ("Enhetens egne mål",),
                ("", "Alle har svømt 200 meter", "Tolv timer i hallen", ""),
                ("Lederens personlige utvikling",),
                ("", "Bli flinkere til å delegere", "Kurs", ""),
            )
        ),
        area="Oppvekst",
        include_personal=False,
    )


def test_parts_are_told_by_their_headings() -> None:
    """Each goal has the part whose heading it stands under."""
    found = [(s.part, s.text) for s in _agreement() if s.kind in ("resultatmål", "enhetsmål")]

    assert found == [
        ("kommune", "Fraværet er under 8 %"),
        ("kommune", "Under 7 %"),
        ("kommune", "Ingen over 60 dager"),
        ("tjenesteområde", "Alle leser i 2. klasse"),
        ("tjeneste", "Ro i timen"),
        ("tjeneste", "Ro i timen hos oss"),
        ("enhet", "Alle har svømt 200 meter"),
    ]


def test_the_personal_part_is_left_out() -> None:
    """Nothing of the leader's own part is kept, headings included."""
    texts = " ".join(s.text for s in _agreement())

    assert ("delegere" in texts, "Kurs" in texts) == (False, False)


def test_the_personal_part_is_kept_when_asked_for() -> None:
    """With the parameter set, the part is there and marked."""
    statements = parse_lederavtale(
        flow(
            heading("Leders personlige utvikling"), grid(HEADER, ("", "Delegere mer", "Kurs", ""))
        ),
        include_personal=True,
    )

    assert [s.part for s in statements if s.text == "Delegere mer"] == ["personlig"]


def test_a_units_goal_stands_under_the_result_goal_of_its_row() -> None:
    """Both items of the unit's cell have the row's result goal above them, measures below."""
    statements = _agreement()
    above = next(place for place, s in enumerate(statements) if s.text == "Fraværet er under 8 %")

    assert [above, above] == [s.parent for s in statements if s.kind == "enhetsmål"][:2]
    assert told(statements, "tiltak", "støtte")[:2] == [
        ("tiltak", None, "HMS-runder"),
        ("støtte", None, "HR"),
    ]


ROW = ("", "Delegere mer", "Kurs", "")
OWN = grid(HEADER, ("", "Alle leser", "", ""))


@pytest.mark.parametrize(
    "items",
    [
        (heading("Leders persanlige utvik1ing"), grid(HEADER, ROW)),
        (heading("5. Leders pers0nlge utviking"), grid(("", "", "", "Delegere mer"))),
        (heading("5. Lcdcrs pcrscnljgc utvjkljng"), grid(HEADER, ROW)),
        (heading("Utviklingsmal"), line("Delegere mer")),
        (line("Personleg utvikling for leiaren"), line("- Delegere mer")),
        (grid(("Leders personlige utvikling",), ROW),),
        (grid(("Leders personlige utvikling", "", "", ""), ROW),),
        (grid(("Personlig utvikling", "Delegere mer", "Kurs", "")),),
        (grid(("5. Lederens utvikling",), ("Delegere mer og si nei til Granlia skole",), ROW),),
        (grid(("Utviklingsmål", "Hva jeg gjør"), ("Delegere mer", "Kurs")),),
        (grid(HEADER, ("Leders personlige utvikling",), ("Delegere mer",), ROW),),
        (heading("Leders personlige utvikling"), heading("1. Delegere mer"), line("Delegere mer")),
    ],
)
def test_the_personal_part_is_left_out_however_it_is_written(items: tuple[Block | Grid]) -> None:
    """Garbled by a scan, in a table without a header, over its whole width: nothing is kept."""
    statements = parse_lederavtale(
        flow(heading("4. Enhetens egne mål"), OWN, *items), unit="Granlia skole"
    )

    assert [s.text for s in statements if "elegere" in s.text or "Kurs" in s.text] == []
    assert "Alle leser" in [s.text for s in statements]


PERSONAL = heading("5. Leders personlige utvikling")
DELEGATE = line("- Bli flinkere til å delegere", role="list_item")
COURSE = line("- Kurs i vanskelige samtaler", role="list_item")


@pytest.mark.parametrize(
    "heads",
    [
        (heading("Resultatmål Mål for enheten Tiltak Støtte", 2),),
        (heading("Resultatmål Mål for enheten Tiltak Støtte"),),
        (heading("RESULTATMÅL MÅL FOR ENHETEN TILTAK STØTTE"),),
        (heading("Kommunens mål Enhetens mål Tiltak Frist"),),
        (heading("Resultatmål | Mål for eininga | Tiltak | Støtte frå"),),
        (heading("Felles mål Mål for eininga Kva gjer vi Kven hjelper Når"),),
        (heading("Result targets Unit's own goals Measures Support"),),
        (line("Resultatmål Mål for enheten Tiltak Støtte"),),
        (line("Mål for eininga Tiltak Ansvar Frist"),),
        (heading("Resultatmål"), heading("Mål for enheten"), heading("Tiltak")),
        (heading("Mål for eininga"), heading("Tiltak")),
        (line("Mål for enheten"), line("Tiltak"), line("Frist"), line("Ansvarlig")),
        (line("- Mål for enheten", role="list_item"), line("- Tiltak", role="list_item")),
        (line("1. Mål for eininga", role="list_item"), line("2. Tiltak", role="list_item")),
        (heading("Mål for enheten", 2), line("Bli flinkere til å delegere")),
        (heading("5.1 Enhetens egne mål"),),
        (heading("1. Mål for enheten"),),
        (line("Mål for enheten: Delegere mer"),),
        (grid(("Mål for enheten", "", ""), ("Delegere mer", "Kurs", "HR")),),
        (grid(("Enhetens egne mål",), ("Delegere mer", "Kurs", "HR"), table=1),),
    ],
)
@pytest.mark.parametrize(
    "title",
    [
        PERSONAL,
        heading("5. Personleg utvikling for leiaren"),
        heading("5. The leader's personal development"),
    ],
)
def test_heads_of_columns_and_titles_below_leave_the_personal_part_open(
    title: Block, heads: tuple[Block | Grid, ...]
) -> None:
    """What a table that isn't seen as one leaves is no title; a lower or doubtful one ends none."""
    statements = parse_lederavtale(
        flow(heading("4. Enhetens egne mål"), OWN, title, *heads, DELEGATE, COURSE)
    )

    assert [s.text for s in statements if s.kind == "enhetsmål"] == ["Alle leser"]
    assert not any(word in s.text for s in statements for word in ("elegere", "Kurs"))


@pytest.mark.parametrize(
    "heads",
    [
        (line("Mål for enheten"), line("Tiltak"), line("Frist")),
        (line("Resultatmål Mål for enheten Tiltak Støtte"),),
        (line("Mål for eininga: Delegere mer"),),
        (line("- Mål for eininga", role="list_item"),),
    ],
)
def test_a_line_that_titles_the_personal_part_holds_as_a_heading_does(
    heads: tuple[Block, ...],
) -> None:
    """Set as a line in bold, the title takes heads of columns with it, and ends at a heading."""
    statements = parse_lederavtale(
        flow(
            heading("4. Enhetens egne mål"),
            OWN,
            line("Personleg utvikling for leiaren"),
            *heads,
            DELEGATE,
            heading("Felles mål for heile kommunen"),
            line("- Færre er sjuke", role="list_item"),
        )
    )

    assert told(statements, "enhetsmål", "resultatmål") == [
        ("enhetsmål", None, "Alle leser"),
        ("resultatmål", None, "Færre er sjuke"),
    ]
    assert not any("elegere" in s.text for s in statements)


@pytest.mark.parametrize(
    ("personal", "after"),
    [
        (heading("1. Leders personlige utvikling"), heading("2. Enhetens egne mål")),
        (heading("1. Leders personlige utvikling", 2), heading("2. Enhetens egne mål", 3)),
        (heading("1. Leders personlige utvikling"), line("2. Enhetens egne mål")),
        (heading("1.3 Leders personlige utvikling"), heading("2. Mål for enheten", 2)),
        (heading("Personleg utvikling", 3), heading("Mål for eininga", 2)),
        (heading("Personleg utvikling", 2), heading("Mål for eininga", 2)),
        (grid(("Lønn",), ("Lønnskrav", "x")), heading("Mål for eininga", 4)),
        (heading("Leiaravtale med mål for personleg utvikling"), heading("Mål for eininga", 2)),
    ],
)
def test_a_title_as_high_as_the_personal_parts_ends_it(personal: Block, after: Block) -> None:
    """By its level or as the next number; an agreement's own title is above all its parts."""
    statements = parse_lederavtale(flow(personal, COURSE, after, line("- Alle har en venn")))

    assert told(statements, "enhetsmål") == [("enhetsmål", None, "Alle har en venn")]


def test_heads_of_columns_open_no_part_of_the_unit() -> None:
    """Below the goals of all, a line of heads doesn't make what follows the unit's own."""
    statements = parse_lederavtale(
        flow(
            heading("1. Felles mål for hele kommunen"),
            heading("Resultatmål Mål for enheten Tiltak Støtte", 2),
            grid(HEADER, ("Ro i timen", "", "", "")),
        )
    )

    assert [s.part for s in statements if s.kind == "resultatmål"] == ["kommune"]


def test_what_only_sounds_personal_is_kept() -> None:
    """Staff, privacy and help to one person are no personal part."""
    texts = (
        "Personalmøter holdes",
        "Alle har fått personlig oppfølging",
        "Personvern er ivaretatt",
    )
    statements = parse_lederavtale(
        flow(heading("4. Enhetens egne mål"), grid(HEADER, *(("", text, "", "") for text in texts)))
    )

    assert tuple(s.text for s in statements if s.kind == "enhetsmål") == texts


def test_a_header_that_a_scan_has_run_together_is_read() -> None:
    """One cell over all columns holds the four headers, one of them with a wrong letter."""
    statements = parse_lederavtale(
        flow(
            grid(
                ("Resultatmäl | Mål for enheten | Tiltak | Stgtte",),
                ("1. Felles mä1 for hele kommunen",),
                ("Enheten holder budsjettet", "Færre vikarer", "Turnus", "Økonomi"),
            )
        )
    )

    assert [(s.part, s.kind) for s in statements if s.kind not in ("tabellhode", "overskrift")] == [
        ("kommune", "resultatmål"),
        ("kommune", "enhetsmål"),
        ("kommune", "tiltak"),
        ("kommune", "støtte"),
    ]


@pytest.mark.parametrize("kind", ["annet", "økonomiplan", "innspill", "kommuneplan"])
def test_the_leaders_part_is_left_out_of_a_document_taken_for_another_kind(kind: str) -> None:
    """The rows below the title are left out, other personal growth is not."""
    statements = parse_document(
        flow(
            heading("Personlig vekst for alle innbyggere"),
            line("Kommunen vil at alle skal lære mer."),
            grid(("Mål", "Tiltak"), ("Leders personlige utvikling",), ("Delegere mer", "Kurs")),
        ),
        kind,
    )
    texts = " ".join(s.text for s in statements)

    assert ("elegere" in texts, "lære mer" in texts) == (False, True)


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENT_KINDS if kind != "lederavtale"])
@pytest.mark.parametrize(
    "title",
    [
        "Personlig utvikling",
        "5. Personleg utvikling",
        "Lederens utviklingsmål",
        "Min utvikling",
        "Eiga utvikling",
        "Kompetanseutvikling for lederen",
    ],
)
def test_sections_about_the_leaders_own_growth_are_left_out_whatever_the_kind(
    kind: str, title: str
) -> None:
    """Set as a heading or as a line alone, the title takes with it what follows to the next."""
    as_heading = heading(title, 2)
    item = line("- Ta kurs i vanskelige samtaler")
    under = replace(item, heading_path=title)
    as_line = replace(line("x"), text=title, passage_ids=("p_line",))
    end = heading("Mål for barnehagen", 2)
    kept = line("- Alle barn har en venn i barnehagen")
    texts = [
        " ".join(s.text for s in parse_document(flow(*parts, end, kept), kind))
        for parts in ((as_heading, under), (as_line, item))
    ]

    assert [("vanskelige" in text, "venn" in text) for text in texts] == [(False, True)] * 2


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENT_KINDS if kind != "lederavtale"])
@pytest.mark.parametrize("title", [heading("Lederens utviklingsmål", 2), line("Eiga utvikling")])
def test_heads_of_columns_leave_a_leaders_part_open_whatever_the_kind(
    kind: str, title: Block
) -> None:
    """Set as a heading as high as the title, they take what follows with them."""
    heads = heading("Resultatmål Mål for enheten Tiltak Støtte", 2)
    statements = parse_document(
        flow(title, heads, line("- Ta kurs"), heading("Barnehagen", 2), line("- Ha en venn")), kind
    )
    texts = " ".join(s.text for s in statements)

    assert ("Ta kurs" in texts, "Ha en venn" in texts) == (False, True)


def test_pay_is_personal_in_an_agreement() -> None:
    """What a leader earns stands in no table unless asked for; what the unit pays does."""
    statements = parse_lederavtale(
        flow(
            heading("Enhetens egne mål"),
            line("- Overtid og lønn til vikarer er halvert"),
            heading("Lønn"),
            line("- Årslønnen settes til 812 000 kroner"),
        )
    )
    texts = " ".join(s.text for s in statements)

    assert ("812" in texts, "vikarer" in texts) == (False, True)


@pytest.mark.parametrize(
    "title",
    [
        "Leder- og utviklingsavtale 2024",
        "Utviklingsavtale for Bekkelia",
        "Lederkontrakt 2024",
        "Leiarkontrakt 2024",
        "Medarbeidersamtale 2024",
        "Resultatavtale 2024",
        "Virksomhetsavtale 2024",
        "Oppdragsbrev til rektor 2024",
        "Avtale Bekkelia 2024",
    ],
)
def test_agreements_by_other_names_are_told_by_their_parties_and_parts(title: str) -> None:
    """The name says it alone, or with parties, a leader's title, a period and a signature."""
    told = describe(
        flow(
            heading(title),
            line("Mellom oppvekstsjefen og enhetsleder ved Bekkelia barnehage."),
            line("Avtalen gjelder fra 1. januar til 31. desember 2024."),
            line("- Alle barn har en venn"),
            line("Sted og dato: ________"),
        ),
        "avtale.pdf",
    )

    assert told.kind == "lederavtale"


def test_an_agreement_between_municipalities_is_no_leaders() -> None:
    """Parties and a signature alone make no lederavtale."""
    told = describe(
        flow(
            heading("Samarbeidsavtale om legevakt"),
            line("Mellom kommunene Nord og Sør er det inngått avtale."),
            line("Underskrift"),
        ),
        "samarbeid.pdf",
    )

    assert told.kind == "annet"


def test_an_agreement_without_a_table_states_its_goals_in_lists() -> None:
    """Lists under the headings of the parts are goals, the leader's own and the enclosures not."""
    statements = parse_lederavtale(
        flow(
            heading("Leiaravtale 2021"),
            heading("Felles mål for heile kommunen"),
            line("- Sjukefråværet er under 8 prosent", role="list_item"),
            heading("Mål for eininga"),
            line("Eininga har desse måla i år:"),
            line("- Brukarane bur heime så lenge dei vil", role="list_item"),
            line("- Alle får tilbod om opptrening", role="list_item"),
            line("Vedlegg til avtalen:"),
            line("- Budsjett og rekneskap", role="list_item"),
            heading("Mål for personleg utvikling"),
            line("- Bli flinkare til å delegere", role="list_item"),
        )
    )

    found = [(s.part, s.kind, s.text) for s in statements if s.kind in ("resultatmål", "enhetsmål")]

    assert found == [
        ("kommune", "resultatmål", "Sjukefråværet er under 8 prosent"),
        ("enhet", "enhetsmål", "Brukarane bur heime så lenge dei vil"),
        ("enhet", "enhetsmål", "Alle får tilbod om opptrening"),
    ]
    assert not any("delegere" in s.text for s in statements)


def test_an_agreement_is_known_by_its_other_names() -> None:
    """A virksomhetsavtale is a lederavtale, and its title names the unit."""
    guess = describe(
        flow(
            heading("Virksomhetsavtale 2021 – Fjordgløtt barnehage"),
            line("Avtalen er inngått mellom virksomhetsleder og kommunalsjef."),
        ),
        "avtale.docx",
    )

    assert (guess.kind, guess.unit, guess.year) == ("lederavtale", "Fjordgløtt barnehage", 2021)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("Mellom skolesjefen og enhetsleder ved Bekkelia barnehage.", "Bekkelia barnehage"),
        ("Eining: Vågen skule", "Vågen skule"),
        ("Virksomhet: Øvre Lund sykehjem Leder: N.N.", "Øvre Lund sykehjem"),
        ("Avtale med styrar i Fjellheim barnehage", "Fjellheim barnehage"),
        ("Målet for vår enhet | Hva gjør vi", None),
    ],
)
def test_the_unit_is_told_at_the_head_of_the_agreement(words: str, unit: str | None) -> None:
    """By a word and a colon, or by whom it is made with."""
    assert guess_unit(["Lederavtale 2024", words], "lederavtale") == unit


def test_lead_words_inside_an_item_are_fields_of_its_goal() -> None:
    """Measure, support and deadline stand under the goal, each by itself, and not in its text."""
    statements = parse_lederavtale(
        flow(
            heading("Mål for Vågen skule"),
            line("Mål 1: Elevane har medverknad Tiltak: Elevrådet får eiga økt. Frist: juni 2025"),
            line("Ansvar: Rektor; Indikator: Elevundersøkinga"),
            line("Mål 2: Ingen elevar vert mobba"),
            line("Støtte: PPT"),
            line("Frist: 20.06.2025"),
        ),
        unit="Vågen skule",
    )
    goals = {place: s.text for place, s in enumerate(statements) if s.kind == "enhetsmål"}
    beside = [(s.kind, s.text, goals[s.parent]) for s in statements if s.parent is not None]

    assert beside == [
        ("tiltak", "Elevrådet får eiga økt.", "Elevane har medverknad"),
        ("frist", "juni 2025", "Elevane har medverknad"),
        ("ansvar", "Rektor", "Elevane har medverknad"),
        ("indikator", "Elevundersøkinga", "Elevane har medverknad"),
        ("støtte", "PPT", "Ingen elevar vert mobba"),
        ("frist", "20.06.2025", "Ingen elevar vert mobba"),
    ]


def test_columns_headed_by_questions_serve_the_goal() -> None:
    """«Hva gjør vi» holds measures, «Hvem støtter» support."""
    statements = parse_lederavtale(
        flow(
            grid(
                ("Resultatmål", "Målet for vår enhet", "Hva gjør vi", "Hvem støtter", "Frist"),
                ("Budsjettet holdes", "Under 1 % avvik hos oss", "Månedsmøter", "Økonomi", "Juni"),
            )
        )
    )

    assert [(s.kind, s.text) for s in statements if s.kind in ("tiltak", "støtte", "frist")] == [
        ("tiltak", "Månedsmøter"),
        ("støtte", "Økonomi"),
        ("frist", "Juni"),
    ]


def test_a_scorecard_names_goals_indicators_and_ambitions() -> None:
    """The column of goals is the unit's; perspective and last year's figures are none."""
    statements = parse_lederavtale(
        flow(
            grid(
                ("Perspektiv", "Mål", "Styringsindikator", "Resultat 2030", "Ambisjon 2031"),
                ("Brukere", "Gjestene trives", "Gjesteundersøkelsen", "4,0", "4,5"),
                ("Økonomi", "God kontroll", "Avvik fra budsjett", "2 %", "0 %"),
            )
        )
    )

    goals = told(statements, "resultatmål", "enhetsmål")
    assert [text for _, _, text in goals] == ["Gjestene trives", "God kontroll"]


def test_goals_of_the_sector_beside_result_goals_for_the_unit() -> None:
    """«Resultatmål for skulen» are the unit's, under those of the sector."""
    statements = parse_lederavtale(
        flow(
            grid(
                ("Sektormål", "Resultatmål for skulen", "Tiltak"),
                ("Elevane trivst", "Ingen er åleine i friminutta", "Fadrar"),
            )
        )
    )

    assert told(statements, "resultatmål", "enhetsmål") == [
        ("resultatmål", None, "Elevane trivst"),
        ("enhetsmål", None, "Ingen er åleine i friminutta"),
    ]
