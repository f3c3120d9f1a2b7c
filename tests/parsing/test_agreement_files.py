"""Agreements of municipalities that lay them out in their own way, from the file to the goals."""

from pathlib import Path

import pytest
from docx import Document

from pipeline.parsing.lederavtale import is_personal_title
from tests.parsing.agreements import beside, goals_of, parted, table, typeset, written

PLAIN = "th { background: #264; color: #fff } td, th { padding: 3pt 5pt; text-align: left }"
WIDE = "@page { size: A4 landscape; margin: 2cm } " + PLAIN

COLUMNS = {
    "wanted and done": (
        ["Dit skal vi", "Slik kommer vi dit", "Hvem hjelper", "Når"],
        ["Ventetida er under fire uker", "Kveldsåpent på tirsdager", "Stab", "1. juni"],
        ["Kveldsåpent på tirsdager", "Stab", None, None],
    ),
    "nynorsk": (
        ["Kva vi ønskjer å oppnå", "Korleis vi gjer det", "Hjelp frå", "Innan"],
        ["Kvar familie har éin fast kontakt", "Lister blir laga i januar", "Kontoret", "Påske"],
        ["Lister blir laga i januar", "Kontoret", None, None],
    ),
    "what is measured": (
        ["Ønsket tilstand", "Aktivitet", "Ansvarlig", "Måles ved", "Tidsfrist"],
        ["Brukerne velger selv når de spiser", "Ny kjøkkenplan", "Kokken", "Spørsmål", "1.9."],
        ["Ny kjøkkenplan", None, "Kokken", "Spørsmål"],
    ),
    "the unit by name": (
        ["Samfunnsdelens mål", "Solvangs mål", "Tiltak", "Ansvar"],
        ["", "Alle får komme ut i hagen hver dag", "Vaktliste for hagen", "Vaktleder"],
        ["Vaktliste for hagen", None, "Vaktleder", None],
    ),
    "a title nobody knows": (
        ["Satsing", "Tiltak", "Ansvarlig", "Frist"],
        ["Flere henter maten sin med sykkel", "Tre lånesykler", "Vaktmester", "1. mai"],
        ["Tre lånesykler", None, "Vaktmester", None],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("head", "row", "serving"), COLUMNS.values(), ids=COLUMNS)
def test_columns_are_told_by_what_they_hold(
    tmp_path: Path, head: list[str], row: list[str], serving: list[str | None]
) -> None:
    """What is wanted is the goal, whatever the column is called; the rest stands beside it."""
    body = "<h1>Virksomhetsavtale 2031</h1><h2>Virksomhetens egne mål</h2>" + table(
        head, row, ["" if cell == "" else f"Også {cell[0].lower()}{cell[1:]}" for cell in row]
    )
    goals = goals_of(typeset(tmp_path, body, WIDE), "Solvang")

    words = next(cell for cell in row if cell)
    assert parted(goals)[0] == ("enhet", words)
    assert beside(goals, words) == serving


def test_parts_are_lettered_and_come_in_another_order(tmp_path: Path) -> None:
    """The unit's own goals come first, the leader's part in the middle, what all share last."""
    head = ["Mål", "Tiltak", "Frist"]
    text = "".join(
        f"<h2>{title}</h2>"
        + table(head, [goal, "Samtale", "Mai"], [goal + " også i helgene", "", ""])
        for title, goal in (
            ("A) Mål vi har valgt selv", "Hver elev leser to bøker i måneden"),
            ("B) Leders egen utvikling", "Bli tryggere i budsjettarbeidet"),
            ("C) Felles for alle avdelinger i kommunen", "Fraværet er under 6 prosent"),
            ("D) Felles for kommunalavdeling oppvekst", "Ingen elev går uten venner"),
        )
    )
    goals = goals_of(typeset(tmp_path, text, PLAIN), "Elvebakken skole", "oppvekst")

    assert parted(goals)[::2] == [
        ("enhet", "Hver elev leser to bøker i måneden"),
        ("kommune", "Fraværet er under 6 prosent"),
        ("tjenesteområde", "Ingen elev går uten venner"),
    ]
    assert not goals["text"].str.contains("budsjettarbeidet").any()


def test_goals_by_number_without_tables(tmp_path: Path) -> None:
    """Words like «felles» and «i» inside a goal open no part and cut nothing off."""
    text = """# Enhetsavtale 2031

## Del 1. Felles for alle enheter

### Mål 1. Ingen skades på jobb

Tiltak: Vernerunde hver vår

Ansvarlig: Verneombudet

Frist: 1. juni

## Del 2. Enhetens egne mål

### Mål 2 Vi har felles rutiner for mottak av nye barn

Vi tok imot tolv barn i fjor.

Slik gjør vi det: Velkomstperm

Hvem: Pedagogisk leder

Når: august

### Mål 3. For barn med to språk er det bøker på begge

Tiltak: Bokkasser. Støtte: Biblioteket. Frist: 1. mars

## Del 3. Utvikling for styreren

### Mål 4. Ta et kurs i økonomi

Tiltak: Kurs
"""
    goals = goals_of(written(tmp_path, text), "Lia barnehage")

    assert parted(goals) == [
        ("kommune", "Ingen skades på jobb"),
        ("enhet", "Vi har felles rutiner for mottak av nye barn"),
        ("enhet", "For barn med to språk er det bøker på begge"),
    ]
    assert beside(goals, "Ingen skades på jobb")[::2] == ["Vernerunde hver vår", "Verneombudet"]
    assert beside(goals, "Vi har felles rutiner for mottak av nye barn")[0] == "Velkomstperm"
    assert goals["has_deadline"].all()


def test_statements_over_measures_are_goals_without_saying_so(tmp_path: Path) -> None:
    """A numbered statement with measures and a deadline below it is what they serve."""
    document = Document()
    document.add_heading("Verksemdsavtale 2031", 1)
    document.add_paragraph("Avtalen gjeld for kalenderåret og er drøfta med dei tillitsvalde.")
    document.add_heading("3 Verksemda sine eigne mål", 2)
    for goal, measure in (
        ("Alle søkjarar får svar innan ei veke", "Vaktordning for sakshandsamarar"),
        ("Kartet på nett er rett for heile bygda", "Synfaring i kvar grend"),
    ):
        document.add_heading(goal, 3)
        document.add_paragraph(f"Tiltak: {measure}")
        document.add_paragraph("Ansvarleg: Oppmålingsleiar")
        document.add_paragraph("Frist: 1. oktober")
    document.add_heading("4 Leiaren si eiga utvikling", 2)
    document.add_heading("Lære meir om kart", 3)
    document.add_paragraph("Tiltak: Kurs i mars")
    path = tmp_path / "avtale.docx"
    document.save(str(path))
    goals = goals_of(path, "Kart og oppmåling")

    assert parted(goals) == [
        ("enhet", "Alle søkjarar får svar innan ei veke"),
        ("enhet", "Kartet på nett er rett for heile bygda"),
    ]
    assert beside(goals, "Kartet på nett er rett for heile bygda") == [
        "Synfaring i kvar grend", None, "Oppmålingsleiar", None,
    ]  # fmt: skip


def test_each_goal_is_a_form_of_its_own(tmp_path: Path) -> None:
    """The first column names what each row holds."""
    forms = "".join(
        "<table>"
        + "".join(f"<tr><td><b>{a}</b></td><td>{b}</td></tr>" for a, b in rows)
        + "</table><p> </p>"
        for rows in (
            (("Mål", "Alle rom er vasket før klokka åtte"), ("Tiltak", "Ny vaskeplan"),
             ("Ansvarlig", "Renholdsleder"), ("Frist", "1. februar")),
            (("Mål", "Strømforbruket er ti prosent lavere"), ("Tiltak", "Styring på alle bygg"),
             ("Ansvarlig", "Driftsleder"), ("Frist", "Desember")),
        )
    )  # fmt: skip
    body = f"<h1>Lederavtale 2031</h1><h2>Enhetens egne mål</h2>{forms}"
    goals = goals_of(
        typeset(tmp_path, body, "td { border: .5pt solid #444; padding: 3pt }"), "Bygg"
    )

    assert parted(goals) == [
        ("enhet", "Alle rom er vasket før klokka åtte"),
        ("enhet", "Strømforbruket er ti prosent lavere"),
    ]
    assert beside(goals, "Strømforbruket er ti prosent lavere") == [
        "Styring på alle bygg", None, "Driftsleder", None,
    ]  # fmt: skip


def test_rows_of_one_line_each_stay_apart_without_rules(tmp_path: Path) -> None:
    """A filled head, no strokes, cells of one line: each line is a goal, and so is a lone row."""
    head = ["Mål", "Tiltak", "Ansvar", "Frist"]
    body = (
        "<h2>Felles mål for hele kommunen</h2>"
        + table(head, ["Avvik er lukket på to uker", "Oppfølging", "Leder", "Juni"])
        + "<h2>Enhetens egne mål</h2>"
        + table(
            head,
            ["Sju av ti har vært på tur", "Turvenner", "Frivillige", "Mai"],
            ["Nattvakta går to og to", "Ny turnus", "Tillitsvalgt", "Mars"],
            ["Ingen venter på time i over en uke, og alle får brev", "Liste", "", "April"],
        )
    )
    goals = goals_of(typeset(tmp_path, body, PLAIN), "Solvang")

    assert parted(goals) == [
        ("kommune", "Avvik er lukket på to uker"),
        ("enhet", "Sju av ti har vært på tur"),
        ("enhet", "Nattvakta går to og to"),
        ("enhet", "Ingen venter på time i over en uke, og alle får brev"),
    ]


@pytest.mark.parametrize(
    ("written_as", "words", "reference"),
    [
        ("Elvene er rene nok til bading (mål 2b)", "Elvene er rene nok til bading", "2b"),
        ("Alle har en å ringe til [samfunnsdelen 3a og 3c]", "Alle har en å ringe til", "3a; 3c"),
        ("Flere sykler til jobb – jf. delmål 1d", "Flere sykler til jobb", "1d"),
        ("Snittet er godt (mål 5)", "Snittet er godt (mål 5)", None),
        ("Vi når mål 4c gjennom faste møter", "Vi når mål 4c gjennom faste møter", "4c"),
    ],
)  # fmt: skip
def test_references_with_letters(
    tmp_path: Path, written_as: str, words: str, reference: str | None
) -> None:
    """A goal of the plan is named by number and letter; a level to reach has none."""
    text = f"# Lederavtale 2031\n\n## Enhetens egne mål\n\n- {written_as}\n"
    goals = goals_of(written(tmp_path, text), "Vannverket")

    assert goals["text"].tolist() == [words]
    assert goals["reference"].fillna("").tolist() == [reference or ""]


@pytest.mark.parametrize("unit", ["Plan og utvikling", "Felles tjenester", "Utvikling og mål"])
def test_a_unit_named_like_a_part_opens_none(tmp_path: Path, unit: str) -> None:
    """The unit's name under the title says whose agreement it is."""
    text = f"""# Virksomhetsavtale 2031

## {unit}

## 1. Felles for alle virksomheter

- Fraværet er under 7 prosent

## 2. Egne mål

- Alle saker er svart på innen tre uker
"""
    goals = goals_of(written(tmp_path, text), unit)

    assert parted(goals) == [
        ("kommune", "Fraværet er under 7 prosent"),
        ("enhet", "Alle saker er svart på innen tre uker"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "E. Egen lederutvikling", "Del IV – Lederens egne mål",
        "d) Eiga utvikling for einingsleiar", "5) Utvikling for rektor",
        "Kap. 6: Min utvikling som leder", "IV. Leiaren si utvikling",
        "D – Utviklingsmål for lederen",
    ],
)  # fmt: skip
def test_the_leaders_part_is_left_out_however_numbered(tmp_path: Path, title: str) -> None:
    """Nothing under it comes into the tables."""
    text = f"""# Lederavtale 2031

## C. Enhetens egne mål

- Alle har svømt 200 meter

## {title}

- Bli flinkere til å si nei til møter
"""
    goals = goals_of(written(tmp_path, text), "Lia skole")

    assert goals["text"].tolist() == ["Alle har svømt 200 meter"]


@pytest.mark.parametrize(
    "title", ["A. Plan og utvikling", "Næring og utvikling", "B. Utvikling av tjenesten", "2) Mål"]
)
def test_titles_of_growth_that_is_not_the_leaders_are_kept(title: str) -> None:
    """Numbers and words of development alone make no personal part."""
    assert not is_personal_title(title)


def test_a_goal_over_two_rows_keeps_the_measures_of_both(tmp_path: Path) -> None:
    """What the plan's column names by numbers is its reference, all of them."""
    rows = [
        ("Nr", "Mål", "Tiltak", "Ansvarleg", "Når", "Forankring i kommuneplanen"),
        (
            "3",
            "Foreldra kjem på ope hus",
            "Invitasjon på tre språk",
            "Styrar",
            "1.5.",
            "1.4 og 2.2",
        ),
        ("", "", "Mat frå mange land", "FAU", "1.5.", ""),
        ("4", "Kvart barn har si eiga bok", "Innkjøp", "Styrar", "1.9.", "Delmål 2.1"),
    ]
    document = Document()
    document.add_heading("Leiaravtale 2031", 1)
    document.add_heading("3. Mål for Sandvika barnehage", 2)
    made = document.add_table(len(rows), 6)
    for cells, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    for column in (0, 1):
        made.cell(1, column).merge(made.cell(2, column))
    document.save(str(tmp_path / "avtale.docx"))
    goals = goals_of(tmp_path / "avtale.docx", "Sandvika barnehage")

    assert goals["text"].tolist() == ["Foreldra kjem på ope hus", "Kvart barn har si eiga bok"]
    assert beside(goals, "Foreldra kjem på ope hus")[0] == (
        "Invitasjon på tre språk; Mat frå mange land"
    )
    assert goals["reference"].tolist() == ["1.4; 2.2", "2.1"]


def test_the_plans_goal_quoted_in_a_row_is_what_the_rows_goal_refers_to(tmp_path: Path) -> None:
    """The quoted goal is none of the agreement's; its number is kept with the unit's."""
    head = ["Overordnet mål", "Mål for enheten", "Tiltak"]
    body = "<h1>Lederavtale 2031</h1>" + table(
        head,
        ["Kulturenhetens egne mål"],
        ["Et mangfoldig kulturliv (delmål 2.3)", "Ti konserter i bygda", "Åpen scene"],
        ["God økonomistyring", "Rammen holdes", "Rapport hver måned"],
    )
    goals = goals_of(
        typeset(tmp_path, body, "td, th { border: .5pt solid #555; padding: 3pt }"), "Kulturenheten"
    )

    assert parted(goals) == [("enhet", "Ti konserter i bygda"), ("enhet", "Rammen holdes")]
    assert goals["reference"].fillna("").tolist() == ["2.3", ""]


def test_fields_say_in_whole_sentences_what_they_are(tmp_path: Path) -> None:
    """«Dette vil vi oppnå» is a goal, «Slik kommer vi dit» a measure, «Slik måler vi» neither."""
    text = """# Virksomhetsavtale 2031

## Del C – Våre egne mål

Dette vil vi oppnå: Alle vet hvem de skal ringe

Slik kommer vi dit: Ett nummer

Slik måler vi det: Antall ubesvarte anrop

Støtte: IT-avdelingen
"""
    goals = goals_of(written(tmp_path, text), "Servicetorget")

    assert parted(goals) == [("enhet", "Alle vet hvem de skal ringe")]
    assert beside(goals, "Alle vet hvem de skal ringe") == [
        "Ett nummer", "IT-avdelingen", None, "Antall ubesvarte anrop",
    ]  # fmt: skip
