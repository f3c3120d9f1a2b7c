"""Plans and budgets as other municipalities write them, read from file to goals."""

from pathlib import Path

import pytest

from tests.goals.reading import Corpus, pdf_document, read_corpus, word_document

PLAN = """# Samfunnsdelen

Hovedmålene har nummer, målene under dem bokstav.

## 2. Levende grender

Grendene er mange og ulike.

### 2a. Unge familier finner hus i grenda

Tomme hus er et tap.

**Det gjør vi**

- leie ut tomme hus på prøve
- hjelpe eiere som vil selge

### 2b. Grendehuset er åpent for alle

**Det gjør vi**

- dele ut nøkler til lagene

## 3. Friskt vann

### 3a. Elva er så ren at det går an å bade

**Det gjør vi**

- føre kloakken forbi badeplassen

## 4. Oppfølging

Planen rulleres om fire år. Mål 2b går først.
"""
STEPS = "".join(
    f"<h2>{number} {goal}</h2><p>Slik er det ikkje i dag.</p><p><b>Vegen dit:</b></p>"
    f"<ul>{items}</ul>"
    for number, goal, items in (
        (
            "1A",
            "Alle som bur aleine, har nokon å ete med",
            "<li>opne kjøkenet på aldersheimen</li>",
        ),
        ("1B", "Ingen ventar på hjelp", "<li>tilsetje fleire om natta</li><li>svare same dag</li>"),
    )
)
BUDGET = """# Årsbudsjett

## Mål for året

| Mål | Måltall 2024 | Delmål |
|---|---|---|
| Flere leier hus i grendene | 12 hus | 2a |
| Grendehusene har leksehjelp | 3 kvelder | 2b og 3a |

Andre mål:

- Elva prøves hver uke om sommeren (3a)
- Alle nye lag får egen nøkkel – jf. mål 2 b
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """All the documents, read once."""
    folder = tmp_path_factory.mktemp("plans")
    _plans(folder)
    _money(folder)
    _more(folder)
    kinds = {
        path.name: next(k for k in ("kommuneplan", "økonomiplan", "årsbudsjett") if k in path.stem)
        for path in folder.iterdir()
    }
    return read_corpus(folder, kinds)


def _plans(folder: Path) -> None:
    (folder / "kommuneplan.md").write_text(PLAN, encoding="utf-8")
    pdf_document(folder / "kommuneplan nynorsk.pdf", f"<h1>1 Trygge år</h1>{STEPS}")
    word_document(
        folder / "kommuneplan liste.docx",
        "# Hva vi vil",
        [
            ("Hovedmål", "Delmål", "Fra forrige plan"),
            ("1 Barn lærer av hverandre", "1a og 1b", "delmål 4"),
            ("2 Skogen står", "2a–c", "nytt"),
        ],
        "# Hovedmål 1: Barn lærer av hverandre",
        "1a Ingen går alene til skolen",
        "Kommunen vil:",
        "- ordne gågrupper i kretsene",
        "1b Eldre elever leser for yngre",
        "# Hovedmål 2: Skogen står",
        "Delmål 2a – Ingen hogger i hekketida",
        "Delmål 2 b: Stiene er ryddet",
    )


def _more(folder: Path) -> None:
    word_document(
        folder / "kommuneplan parentes.docx",
        "# Slik vil vi ha det i 2036",
        "Planen har tre satsinger. Under hver står målene.",
        "## 1. Jord og vann",
        "### 1.a) Nedbyggingen av myr har stanset",
        "Myra lagrer karbon.",
        "#### Vi må",
        "- kartlegge all myr før neste arealplan",
        "### 1.b) Fisken går opp i alle bekker",
        "#### Vi må",
        "- fjerne rør som stenger",
    )
    pdf_document(
        folder / "økonomiplan nynorsk.pdf",
        "<h1>Helse</h1><ol><li>Ingen over 80 år bur i hus utan brannvarslar (mål 2c). Nye midlar: "
        "1,1 mill. kr.</li></ol><h1>Kultur</h1><ul><li>Biblioteket låner ut verktøy (3d). Kostar "
        "200 000 kr i 2025.</li></ul>",
    )
    rows = (
        ("Barn som får plass i egen bydel", "81 %", "90 %", "2b"),
        ("Ansatte med fagbrev", "55 %", "60 %", "–"),
        ("Lekkasje fra nettet", "38 %", "30 %", "1a, 1c"),
    )
    told = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    pdf_document(
        folder / "årsbudsjett bånd.pdf",
        "<h1>Mål</h1><table><tr><th>Måleindikator</th><th>I fjor</th><th>Mål</th>"
        f"<th>Samfunnsdelen</th></tr><tr><td colspan=4>Barnehage</td></tr><tr>{told[0]}</tr>"
        f"<tr>{told[1]}</tr><tr><td colspan=4>Vann</td></tr><tr>{told[2]}</tr></table>",
    )


def _money(folder: Path) -> None:
    (folder / "årsbudsjett.md").write_text(BUDGET, encoding="utf-8")
    word_document(
        folder / "økonomiplan.docx",
        "# Oppvekst",
        "1) Alle skoler har en sosiallærer fra høsten 2025. Kostnad: 2,4 mill. kroner.",
        "2) Ventetida hos helsesykepleier er under en uke. Dekkes innenfor rammen.",
        "# Teknisk",
        "1) Hovedledningen til Moen byttes før vinteren. Investering: 9 millioner kroner i 2025.",
        "# Usikkerhet",
        "- Renten er fortsatt svært usikker. Det kan bli dyrere.",
        "- Strømmen er dyrere enn vi har regnet med. Det kan bli verre.",
        "# Mål med penger",
        [
            ("Mål", "Delmål i planen", "Ressurser"),
            ("Alle grender har fiber", "2b", "ingen"),
            ("Skytebanen er ryddet for bly", "3a", "investering 1,5 mill. kr i 2026"),
        ],
    )
    word_document(
        folder / "årsbudsjett områder.docx",
        "# Mål",
        [
            ("Tjenesteområde", "Årsmål", "Status 2023", "Mål 2024"),
            ("Helse", "Pasienter som får time samme dag", "70 %", "80 %"),
            ("Helse", "Ny legevakt er tatt i bruk", "nei", "ja"),
            ("Skole", "Elever med fravær over ti prosent", "41", "30"),
        ],
    )
    pdf_document(
        folder / "årsbudsjett indikatorer.pdf",
        "<h1>Styring</h1><table><tr><th>Styringsindikator</th><th>Resultat 2023</th>"
        "<th>Mål 2024</th><th>Mål 2027</th></tr>"
        "<tr><td>Andel hele stillinger</td><td>44 %</td><td>48 %</td><td>60 %</td></tr>"
        "<tr><td>Vannprøver uten feil</td><td>96 %</td><td>alle</td><td>alle</td></tr></table>",
    )


def test_numbers_with_letters_make_the_tree_of_a_plan(corpus: Corpus) -> None:
    """A heading's number is the hovedmål's where goals with letters stand under it."""
    assert corpus.told("kommuneplan.md", "hovedmål", "delmål") == [
        ("2", "Levende grender"),
        ("2a", "Unge familier finner hus i grenda"),
        ("2b", "Grendehuset er åpent for alle"),
        ("3", "Friskt vann"),
        ("3a", "Elva er så ren at det går an å bade"),
    ]
    assert corpus.under("kommuneplan.md", "Grendehuset er åpent for alle") == "2"


def test_titles_with_a_bracket_after_the_letter(corpus: Corpus) -> None:
    """«1.a) …»: the number is told as «1a»; what explains a goal is none."""
    name = "kommuneplan parentes.docx"

    assert corpus.told(name, "hovedmål", "delmål") == [
        ("1", "Jord og vann"),
        ("1a", "Nedbyggingen av myr har stanset"),
        ("1b", "Fisken går opp i alle bekker"),
    ]
    assert corpus.under(name, "fjerne rør som stenger") == "1b"


def test_a_reference_stands_before_the_note_on_money(corpus: Corpus) -> None:
    """Goal and note are told without it, and so is what the money is for."""
    name = "økonomiplan nynorsk.pdf"
    told = "Ingen over 80 år bur i hus utan brannvarslar. Nye midlar: 1,1 mill. kr."

    assert corpus.field(name, told, "reference") == "2c"
    assert corpus.told(name)[1] == (None, "Biblioteket låner ut verktøy. Kostar 200 000 kr i 2025.")
    assert list(corpus.amounts.loc[corpus.amounts["name"].eq(name), "label"])[:1] == [told]


def test_bands_of_a_table_head_its_goals_and_a_column_refers(corpus: Corpus) -> None:
    """The band's words are in the goal's context; a dash refers to nothing."""
    name = "årsbudsjett bånd.pdf"
    goals = ["Barn som får plass i egen bydel", "Ansatte med fagbrev", "Lekkasje fra nettet"]

    assert [text for _, text in corpus.told(name)] == goals
    assert [corpus.field(name, goal, "reference") for goal in goals] == ["2b", None, "1a; 1c"]
    assert [corpus.field(name, goal, "indicator") for goal in goals] == ["90 %", "60 %", "30 %"]
    assert str(corpus.field(name, goals[2], "context")).endswith("> Vann")


def test_a_title_that_returns_leads_in_what_shall_be_done(corpus: Corpus) -> None:
    """«Det gjør vi» below each goal, «Vegen dit:» with a colon."""
    assert corpus.under("kommuneplan.md", "hjelpe eiere som vil selge") == "2a"
    assert corpus.under("kommuneplan.md", "føre kloakken forbi badeplassen") == "3a"
    assert corpus.under("kommuneplan nynorsk.pdf", "svare same dag") == "1b"
    assert corpus.told("kommuneplan nynorsk.pdf", "hovedmål") == [("1", "Trygge år")]


def test_an_overview_of_a_plans_own_numbers_refers_to_nothing_above(corpus: Corpus) -> None:
    """«1a og 1b» beside their hovedmål; the goals themselves follow."""
    name = "kommuneplan liste.docx"

    assert corpus.told(name, "hovedmål", "delmål") == [
        ("1", "Barn lærer av hverandre"),
        ("2", "Skogen står"),
        ("1a", "Ingen går alene til skolen"),
        ("1b", "Eldre elever leser for yngre"),
        ("2a", "Ingen hogger i hekketida"),
        ("2b", "Stiene er ryddet"),
    ]
    assert corpus.under(name, "ordne gågrupper i kretsene") == "1a"
    assert corpus.under(name, "Stiene er ryddet") == "2"
    assert corpus.field(name, "Barn lærer av hverandre", "reference") is None


def test_a_goal_may_say_what_it_is_paid_with(corpus: Corpus) -> None:
    """Also one alone under its heading; a list of what is uncertain holds no goals."""
    assert [text for _, text in corpus.told("økonomiplan.docx")] == [
        "Alle skoler har en sosiallærer fra høsten 2025. Kostnad: 2,4 mill. kroner.",
        "Ventetida hos helsesykepleier er under en uke. Dekkes innenfor rammen.",
        "Hovedledningen til Moen byttes før vinteren. Investering: 9 millioner kroner i 2025.",
        "Alle grender har fiber",
        "Skytebanen er ryddet for bly",
    ]


def test_money_told_in_words_says_what_for(corpus: Corpus) -> None:
    """A note on money with the goal before it, a cell with the goal of its row."""
    rows = corpus.amounts[corpus.amounts["name"].eq("økonomiplan.docx")]

    assert dict(zip(rows["label"], rows["amount_nok"], strict=True)) == {
        "Alle skoler har en sosiallærer fra høsten 2025. Kostnad: 2,4 mill. kroner.": 2_400_000,
        "Hovedledningen til Moen byttes før vinteren. Investering: 9 millioner kroner i 2025.": (
            9_000_000
        ),
        "Skytebanen er ryddet for bly": 1_500_000,
    }
    assert list(rows["year"].dropna()) == [2025, 2026]


def test_one_column_has_the_goals_and_one_how_much(corpus: Corpus) -> None:
    """Figures and a word or two are the target of the goal beside them, told with its area."""
    name = "årsbudsjett områder.docx"
    goals = ["Pasienter som får time samme dag", "Ny legevakt er tatt i bruk"]

    assert [text for _, text in corpus.told(name)] == [*goals, "Elever med fravær over ti prosent"]
    assert [corpus.field(name, goal, "indicator") for goal in goals] == ["80 %", "ja"]
    assert corpus.field(name, goals[0], "context") == "Mål > Helse"


def test_indicators_with_targets_are_goals_where_no_goal_is_told(corpus: Corpus) -> None:
    """The year's target and a later one stand beside them."""
    name = "årsbudsjett indikatorer.pdf"

    assert corpus.told(name, "resultatmål") == [
        (None, "Andel hele stillinger"),
        (None, "Vannprøver uten feil"),
    ]
    assert corpus.field(name, "Andel hele stillinger", "indicator") == "48 %; 60 %"


def test_letters_in_brackets_and_columns_are_references(corpus: Corpus) -> None:
    """The goal's words stand without them."""
    name = "årsbudsjett.md"
    wanted = {
        "Flere leier hus i grendene": "2a",
        "Grendehusene har leksehjelp": "2b; 3a",
        "Elva prøves hver uke om sommeren": "3a",
        "Alle nye lag får egen nøkkel": "2b",
    }

    assert {goal: corpus.field(name, goal, "reference") for goal in wanted} == wanted
