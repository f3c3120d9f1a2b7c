"""What a sentence wills, told from law, forecast, history, condition and description."""

import pytest

from pipeline.language.sentences import split_sentences
from pipeline.parsing.clauses import read_words
from pipeline.parsing.evidence import Setting
from pipeline.parsing.prose import ProseReader
from pipeline.parsing.will import will_kind, wills_in
from tests.parsing.building import line

OWN = Setting(is_own=True)
SUBMISSION = Setting(is_submission=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kommunen skal etter helse- og omsorgstjenesteloven gi nødvendig helsehjelp.",
        "Etter barnehageloven skal alle barn som fyller ett år ha plass.",
        "Befolkningen vil øke med 12 prosent fram mot 2040.",
        "Folketalet vil auke mest i sentrum.",
        "Costs will increase as the population grows older.",
        "I 2019 vedtok kommunestyret at skolen skulle bygges.",
        "Det har vært behov for å leie inn vikarer.",
        "Dersom rentene øker, må kommunen kutte i driften.",
        "Dette vil gi lavere utgifter på sikt.",
        "Hvordan skal kommunen møte framtida?",
        "Beløpene må ses i sammenheng med lønnsveksten.",
        "Mange brukere opplever at de må vente lenge.",
        "Flere kommuner mener at tilskuddet bør økes.",
        "Målet fra 2010 er uendret.",
        "God ledelse er avgjørende for kvaliteten i tjenestene.",
        "Økonomiplanen skal etter kommuneloven vise hvordan planen følges opp.",
        "I meldingen foreslår regjeringen å styrke insentivene.",
        "Vi vil takke for muligheten til å uttale oss.",
    ],
)
def test_what_only_tells_is_no_goal(sentence: str) -> None:
    """A duty by law, a forecast, what was, what others think, a question, a condition."""
    assert will_kind(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Kommunen skal arbeide for et inkluderende lokalsamfunn.", "strategi"),
        ("Me vil utvikle tenestene saman med innbyggjarane.", "strategi"),
        ("Alle innbyggjarar skal ha tilgang til eit variert kulturtilbod.", "mål"),
        ("Målet er at ingen skal vente mer enn tre uker på svar.", "mål"),
        ("Klimagassutslippene skal halveres innen 2030.", "resultatmål"),
        ("Det bevilges 10 mill. kroner til rehabilitering av svømmehallen.", "tiltak"),
        ("Det vert løyvd 200 000 kroner til frivilligsentralen.", "tiltak"),
        ("Forslag til regelverk vil bli sendt på høring.", "tiltak"),
        ("Rådmannen foreslår å øke rammen til barnevern.", "forslag"),
        ("Erfaringene viser at reformen må bygge på tillit.", "forslag"),
        ("Ordninga må vidareførast også etter 2027.", "forslag"),
        ("Staten må samordne arbeidet bedre enn i dag.", "forslag"),
        ("We recommend that the grant be increased.", "forslag"),
    ],
)
def test_kinds_of_will(sentence: str, kind: str) -> None:
    """Whose hands, act or state, with a number and a time or without."""
    assert kind == will_kind(sentence)


def test_in_its_own_plan_an_author_asks_nobody_else() -> None:
    """«Skolene må …» is a proposal to others in a submission, a strategy in the plan."""
    sentence = "Skolene må arbeide mer med lesing."

    assert (will_kind(sentence, OWN), will_kind(sentence, SUBMISSION)) == ("strategi", "forslag")


def test_wills_are_apart_only_as_clauses() -> None:
    """Each clause with a subject and a verb of its own is one; the conjunction is in none."""
    apart = wills_in("Tilskuddet må økes som en varig ordning og innretningen på det bør endres.")
    one = wills_in("Vi vil bygge svømmehall og legge ned to skoler.")

    assert [will.text for will in apart] == [
        "Tilskuddet må økes som en varig ordning",
        "innretningen på det bør endres.",
    ]
    assert len(one) == 1


def test_what_stands_in_a_relative_clause_is_not_said() -> None:
    """The main verb after a relative clause is found, with a comma and without."""
    told = read_words("Tiltak som gjelder barn skal prioriteres, selv om de må utsettes.")

    assert [(word.lower, word.clause) for word in told if word.modal] == [
        ("skal", "main"),
        ("må", "asked"),
    ]


def test_items_are_what_their_lead_in_says() -> None:
    """Under «Vi foreslår å:» proposals, under «Utfordringene er:» none; the lead-in is none."""
    reader = ProseReader(is_submission=True)
    blocks = [
        line("Vi foreslår å:"),
        line("- bedre belysningen"),
        line("Utfordringene er:"),
        line("- mange unge flytter"),
    ]
    read = [
        reader.read(block, after) for block, after in zip(blocks, [*blocks[1:], None], strict=True)
    ]

    assert [pieces[0][0] for pieces in read] == ["avsnitt", "forslag", "avsnitt", "avsnitt"]


def test_an_item_with_a_title_is_one_statement() -> None:
    """A run-in title and the sentences that spell it out are not taken apart."""
    item = line("- Flytte fokus til gevinst: Mye er gjort. Innsatsen må rettes mot innføring.")
    read = ProseReader(is_submission=True).read(item)

    assert [("forslag", item.text)] == read


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Det kostet ca. 3 mill. kr i 2014. Så var det slutt.", 2),
        ("Møtet er 17. mai kl. 18. Alle er velkomne.", 2),
        ("Dette gjelder bl.a. Kari N. Berg, f. 1970, jf. § 3.", 1),
        ("«Vi vil ha ny skole.» Det sa alle.²⁴ Ingen var uenige.", 3),
    ],
)
def test_sentences(text: str, count: int) -> None:
    """Abbreviations, dates, initials, quotes and marks of notes."""
    assert count == len(split_sentences(text))
