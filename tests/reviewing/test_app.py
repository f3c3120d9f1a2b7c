"""The review page as a browser meets it: what is saved, shown, hidden and taken back."""

import re
from pathlib import Path

import pytest

from pipeline.reviewing.keys import DEFAULTS, checked_keys
from pipeline.reviews.ledger import read_verdicts
from tests.reviewing.made_up import EVIL, Client, app_in, hidden_fields, pair, write_outputs


@pytest.fixture
def kari(tmp_path: Path) -> Client:
    """A coder at a page of her own."""
    return Client(app_in(tmp_path)[0], "kari")


def said(folder: Path) -> list[tuple[str, str, str | None]]:
    """Word, goal and objective of every line of all ledgers."""
    return [(v.verdict, v.goal_id, v.objective_id) for v in read_verdicts(folder / "reviews")]


def test_a_verdict_is_on_the_disk_with_all_that_makes_it_hold(tmp_path: Path, kari: Client) -> None:
    """Both hashes, both quotes, why it was asked, that it was blind, and how long it took."""
    response = kari.answer("accept:concretised", memo="jf. tiltak\r\nlinje to")

    [verdict] = read_verdicts(tmp_path / "reviews")
    assert (response.status_code, verdict.verdict, verdict.kind) == (303, "accept", "concretised")
    assert verdict.memo == "jf. tiltak\nlinje to"
    assert (verdict.chosen, verdict.score_visible) == ("random", False)
    assert verdict.chance is not None
    assert 0 < verdict.chance < 1
    assert verdict.seconds is not None
    assert verdict.goal_quote is not None
    assert verdict.objective_quote is not None
    assert (verdict.goal_quote.level, verdict.objective_quote.level) == (
        "lederavtale",
        "kommuneplan",
    )
    assert verdict.goal_sha256
    assert verdict.objective_sha256
    assert verdict.page_version
    assert verdict.link_id == pair(verdict.goal_id, str(verdict.objective_id))


def test_what_was_saved_is_said_and_can_be_undone(tmp_path: Path, kari: Client) -> None:
    """The page names the verdict; one press takes the whole act back, and the question returns."""
    before = hidden_fields(kari.page())
    address = kari.answer("reject:topical").headers["location"]
    page = kari.page(address)
    assert "Lagret" in page
    assert "nei (bare samme tema)" in page

    kari.post("/angre", hidden_fields(page, "/angre"))

    assert [word for word, *_ in said(tmp_path)] == ["reject", "undo"]
    assert hidden_fields(kari.page())["asked"] == before["asked"]


def test_recoding_rejects_what_was_asked_and_accepts_what_was_chosen(
    tmp_path: Path, kari: Client
) -> None:
    """One act, several lines, one undo."""
    fields = hidden_fields(kari.page())
    others = [o for o in ("o1", "o2", "o3") if o != fields["asked"]][:2]
    address = kari.answer("accept:chosen", objective=others).headers["location"]

    words = {objective: word for word, _, objective in said(tmp_path)}
    assert words == {fields["asked"]: "reject", others[0]: "accept", others[1]: "accept"}

    page = kari.page(address)
    kari.post("/angre", hidden_fields(page, "/angre"))
    nothing = kari.post("/angre", hidden_fields(page, "/angre"))
    assert nothing.headers["location"].endswith("notice=nothing")
    assert "Det er ikke noe å angre" in kari.page("/koding?notice=nothing")


def test_the_same_form_sent_twice_is_one_verdict(tmp_path: Path, kari: Client) -> None:
    """A double press, or Back and once more, adds nothing."""
    fields = hidden_fields(kari.page()) | {"verdict": "accept", "memo": ""}

    for _ in range(3):
        assert kari.post("/koding", fields).status_code == 303

    assert len(said(tmp_path)) == 1


def test_the_engine_is_silent_until_asked(tmp_path: Path, kari: Client) -> None:
    """No score, no kind and no order by score on the page; asking for it is remembered."""
    page = kari.page()
    assert "Maskinens svar</h2>" not in page
    assert "Sannsynlighet" not in page

    shown = kari.page("/koding?svar=1")
    kari.post("/koding", hidden_fields(shown) | {"verdict": "accept", "memo": ""})

    assert "Sannsynlighet" in shown
    [verdict] = read_verdicts(tmp_path / "reviews")
    assert (verdict.score_visible, verdict.chosen) == (True, "random")


def test_coders_do_not_see_each_other(tmp_path: Path) -> None:
    """Neither verdict nor memo of another coder is on any page of hers."""
    app, _ = app_in(tmp_path)
    kari, ola = Client(app, "kari"), Client(app, "ola")
    fields = hidden_fields(kari.page())
    kari.answer("accept", memo="hemmelig tanke")

    link = pair(fields["goal"], fields["asked"])
    addresses = ["/koding", "/liste", "/liste?koder=kari", "/bekreft", "/uenighet", "/framdrift"]
    pages = [ola.page(address) for address in [*addresses, f"/par/{link}"]]

    assert not any("hemmelig" in page for page in pages)
    assert "du har svart:" not in pages[-1]
    assert link in ola.page("/liste?koder=kari")


def test_an_adjudicator_sees_both_and_settles(tmp_path: Path) -> None:
    """Both memos are before her, and hers counts before theirs."""
    app, desk = app_in(tmp_path, adjudicators=frozenset(["ola"]))
    kari, ola = Client(app, "kari"), Client(app, "ola")
    kari.answer("accept", memo="ja fordi")
    ola.answer("reject", memo="nei fordi")

    page = ola.page("/uenighet")
    assert "ja fordi" in page
    assert "nei fordi" in page
    assert "ja fordi" not in kari.page("/uenighet")
    assert page.count('<th scope="row">kari</th>') == 1
    settles = re.findall(r'name="settles" value="([^"]+)"', page)
    fields = hidden_fields(page, "/uenighet") | {"settles": settles, "verdict": "accept"}
    assert kari.post("/uenighet", fields).status_code == 403
    assert ola.post("/uenighet", fields).status_code == 303

    assert desk.disputes() == []
    assert [len(v.settles) for v in read_verdicts(tmp_path / "reviews")] == [0, 0, 2]


def test_agreement_stands_on_the_page_as_soon_as_two_have_coded(tmp_path: Path) -> None:
    """Of all, of what chance drew, and by kind; with too few pairs there is a dash and the n."""
    app, _ = app_in(tmp_path)
    kari, ola = Client(app, "kari"), Client(app, "ola")
    assert "Ingen koplinger er kodet av to ennå" in kari.page("/framdrift")
    for number in range(30):
        kari.answer("accept" if number % 3 == 0 else "reject")
        ola.answer("accept" if number % 2 == 0 else "reject")

    page = " ".join(re.sub("<[^>]+>", " ", kari.page("/framdrift")).split())

    told = re.search(r"tjener målet målet i planen\? alle (\d+) (\d+) % (0,\d\d) 0,\d\d–", page)
    assert told is not None
    assert int(told[1]) >= 10
    assert "trukket tilfeldig" in page
    assert "slag kopling: konkretisert" in page


def test_a_suspect_is_confirmed_in_one_press(tmp_path: Path, kari: Client) -> None:
    """The change is marked word by word; the old line stays, the new one counts."""
    fields = hidden_fields(kari.page())
    kari.answer("accept", memo="fast")
    goal = fields["goal"]
    write_outputs(tmp_path / "outputs", {goal: "Ren fjord ved tiltak 1 på hele Neset"})
    page = kari.page("/bekreft")
    waiting = hidden_fields(page, "/bekreft")

    kari.post("/bekreft", waiting | {"verdict": "same"})

    assert "Må bekreftes (1)" in page
    assert "<ins>" in page
    assert "Må bekreftes (" not in kari.page("/bekreft")
    last = list(read_verdicts(tmp_path / "reviews"))[-1]
    assert (last.verdict, last.memo, last.chosen) == ("accept", "fast", "random")
    assert last.goal_quote is not None
    assert "hele Neset" in last.goal_quote.exact


def test_undoing_a_confirmation_brings_the_suspect_back(tmp_path: Path, kari: Client) -> None:
    """What waited waits again."""
    goal = hidden_fields(kari.page())["goal"]
    kari.answer("accept")
    write_outputs(tmp_path / "outputs", {goal: "Ren fjord ved tiltak 1 på hele Neset"})
    kari.post("/bekreft", hidden_fields(kari.page("/bekreft"), "/bekreft") | {"verdict": "same"})

    kari.post("/angre", hidden_fields(kari.page(), "/angre"))

    assert "Må bekreftes (1)" in kari.page("/bekreft")


def test_nothing_is_saved_on_a_text_that_was_not_the_one_shown(
    tmp_path: Path, kari: Client
) -> None:
    """The documents were run anew while the page stood open."""
    fields = hidden_fields(kari.page()) | {"verdict": "accept", "memo": ""}
    write_outputs(tmp_path / "outputs", {fields["goal"]: "Noe helt annet enn før"})

    response = kari.post("/koding", fields)

    assert "notice=stale" in response.headers["location"]
    assert said(tmp_path) == []


def test_a_list_is_narrowed_by_each_filter(kari: Client) -> None:
    """Unit, objective, state, words, kind and probability each leave fewer, and their sum fits."""

    def count(query: str) -> int:
        found = re.search(r'id="count">(\d+) par', kari.page(f"/liste?{query}"))
        assert found is not None
        return int(found[1])

    kari.answer("accept")
    assert count("") == 120
    assert count("enhet=Neset+skole") + count("enhet=%C3%98yane+hjem") == 120
    assert [count(f"mal=o{n}") for n in range(1, 6)] == [24] * 5
    assert (count("status=judged"), count("status=open")) == (1, 119)
    assert count("slag=concretised") == 24
    assert count("fra=0,5") + count("til=0.4999") == 120
    assert count("ord=tiltak+11") == 10
    assert count("koder=kari") == 1


def test_who_filters_by_score_has_seen_it(tmp_path: Path, kari: Client) -> None:
    """A verdict from a list by probability is not blind."""
    for address, seen in (("/liste?fra=0.5", True), ("/liste", False)):
        fields = hidden_fields(kari.page(address)) | {"verdict": "accept"}
        kari.post("/koding", fields)
        assert list(read_verdicts(tmp_path / "reviews"))[-1].score_visible is seen


def test_a_verdict_looked_up_keeps_why_it_was_first_asked(tmp_path: Path, kari: Client) -> None:
    """Who changes her mind on a drawn pair changes the estimate, and doesn't drop out of it."""
    fields = hidden_fields(kari.page())
    kari.answer("accept")
    kari.answer("reject", address=f"/par/{pair(fields['goal'], fields['asked'])}")

    last = list(read_verdicts(tmp_path / "reviews"))[-1]
    assert (last.verdict, last.chosen, last.chance) == ("reject", "random", float(fields["chance"]))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_speaks_each_language(kari: Client, language: str) -> None:
    """The choice is kept, and document text is left as it is."""
    titles = {"nb": "Koding", "nn": "Koding", "en": "Coding"}
    page = kari.page(f"/koding?sprak={language}")

    assert f'<html lang="{language}">' in page
    assert f"<title>{titles[language]}" in kari.page("/koding")
    assert "Kodebok" in page or language == "en"


def test_document_text_stays_text(kari: Client) -> None:
    """What looks like HTML in a goal is shown as it is written."""
    pages = [kari.page("/liste"), kari.page(f"/par/{pair('g00', 'o1')}")]

    assert not any("<script>alert" in page for page in pages)
    assert "&lt;script&gt;alert" in pages[1]
    assert EVIL.split()[0] not in pages[0]


def test_keys_can_be_changed_and_never_collide(kari: Client) -> None:
    """One press each, kept for the coder; two actions on one key are refused with a reason."""
    fields = hidden_fields(kari.page("/taster"), "/taster")

    assert kari.post("/taster", fields | DEFAULTS | {"accept": "j"}).status_code == 303
    assert "&#34;accept&#34;: &#34;j&#34;" in kari.page()
    refused = kari.post("/taster", fields | DEFAULTS | {"accept": "x"})
    assert refused.status_code == 422
    assert "would be both accept and reject" in refused.text


@pytest.mark.parametrize("key", ["", "ab", "1", "/", "'", " ", "\t"])
def test_a_key_is_one_letter_that_browsers_leave_alone(key: str) -> None:
    """Digits choose on the page, and some signs search in it."""
    with pytest.raises(Exception, match="keys: accept: expected one letter"):
        checked_keys({"accept": key})


def test_reading_only_saves_nothing(tmp_path: Path) -> None:
    """No form to answer, and a form from elsewhere is refused."""
    app, _ = app_in(tmp_path, is_readonly=True)
    client = Client(app, "kari")
    page = client.page()

    assert 'name="verdict"' not in page
    assert "bare lesing" in page
    token = re.search(r'name="form_token" value="([^"]+)"', client.page("/taster"))
    assert token is not None
    fields = {"form_token": token[1], "verdict": "accept", "goal": "g01", "asked": "o2"}
    assert client.post("/koding", fields).status_code == 403
    assert said(tmp_path) == []


def test_a_project_of_its_own_words_for_the_codebook(tmp_path: Path) -> None:
    """`reviews/codebook.md` stands beside the work; HTML in it is text."""
    (tmp_path / "reviews").mkdir()
    book = "# Vår kodebok\n\n<script>x()</script>\n\n**Ja** når"
    (tmp_path / "reviews" / "codebook.md").write_text(book, encoding="utf-8")

    page = Client(app_in(tmp_path)[0], "kari").page("/kodebok")

    assert "<h1>Vår kodebok</h1>" in page
    assert "<script>x()" not in page


def test_a_verdict_on_nothing_is_refused(tmp_path: Path, kari: Client) -> None:
    """Unknown goals, words and reasons leave no line behind."""
    fields = hidden_fields(kari.page()) | {"memo": ""}

    statuses = [
        kari.post("/koding", fields | more).status_code
        for more in (
            {"verdict": "maybe"},
            {"verdict": "no_parent:because"},
            {"verdict": "accept:chosen"},
            {"verdict": "reject", "asked": ""},
        )
    ]

    assert statuses == [422] * 4
    unknown = kari.post("/koding", fields | {"verdict": "accept", "goal": "g_x"})
    assert "notice=stale" in unknown.headers["location"]
    assert said(tmp_path) == []
