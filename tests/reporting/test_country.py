"""Several municipalities: a report for each, a page of all, and only what has changed made anew."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.digests import part_digests
from pipeline.municipalities import names_in
from pipeline.params import Params
from pipeline.reporting import building
from pipeline.reporting.__main__ import make_report
from pipeline.reporting.country import folders_of
from pipeline.reporting.writing import digest_of, staging_of
from pipeline.schemas import DOCUMENTS, GOALS, PASSAGES, UNITS
from pipeline.store import Store
from pipeline.tables import read_table, table_path
from tests.reporting.made_up import PROVENANCE, in_languages
from tests.reporting.made_up_country import picture_of, small_tables, write_country

# how work is done, where things lie, and faults that stop it
_SILENT = (
    *("cluster", "digests", "errors", "fanning", "params", "stage", "store", "wholefiles"),
    "workspace",
)
HERE: Params = in_languages("nb").model_copy(
    update={"running": in_languages("nb").running.model_copy(update={"workers": 1})}
)
PICTURES = [(where, picture_of(name)) for where, name in (("alvik", "Ålvik"), ("oygard", "Øygard"))]
COUNTRY = {"Ålvik": small_tables(), "Øygard": small_tables("Alle får hjelp")}


def report(outputs: Path) -> Path:
    """The folder with the report of the tables."""
    make_report(outputs, HERE, Store(outputs.parent / "cache", building.ROOM), PROVENANCE)
    return outputs / "reporting"


def contents(folder: Path) -> dict[str, str | None]:
    """The digest of each file, by its path."""
    return {
        path.relative_to(folder).as_posix(): digest_of(path)
        for path in folder.rglob("*")
        if path.is_file()
    }


def places(folder: Path) -> dict[str, int]:
    """Where each file lies on the disk, which a file that is written anew does not keep."""
    return {p.relative_to(folder).as_posix(): p.stat().st_ino for p in folder.rglob("*.html")}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of two municipalities, with their report."""
    outputs = write_country(COUNTRY, tmp_path_factory.mktemp("land") / "outputs")
    report(outputs)
    return outputs


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The municipalities that are rendered from now on."""
    found: list[str] = []
    render = building._render

    def told(order: building._Order) -> list[building.Made]:
        found.append(order.site.place.name)
        return render(order)

    monkeypatch.setattr(building, "_render", told)
    return found


def text(folder: Path, name: str) -> str:
    """A page of the report."""
    return (folder / name).read_text(encoding="utf-8")


def test_each_municipality_has_a_report_of_its_own(country: Path) -> None:
    """Units of the same name in two municipalities are two units, each with its own goals."""
    page = "enheter/sentrum-skole.html"

    ours, theirs = (text(country / "reporting", f"{where}/{page}") for where in ("alvik", "oygard"))

    said = ("Barna leser hver dag", "Alle får hjelp")
    assert [[words in page for words in said] for page in (ours, theirs)] == [
        [True, False],
        [False, True],
    ]


def test_the_page_of_all_leads_to_every_unit(country: Path) -> None:
    """Both units called the same stand there, each with its municipality and its address."""
    page = text(country / "reporting", "index.html")

    for where in ("alvik", "oygard"):
        assert f'href="{where}/index.html"' in page
        assert f'href="{where}/enheter/sentrum-skole.html"' in page


def test_every_address_leads_somewhere(country: Path) -> None:
    """No page of a municipality or of all links to a file that isn't there."""
    from tests.reporting.test_render import Page

    folder = country / "reporting"
    missing = {
        (path.name, link)
        for path in folder.rglob("*.html")
        for attribute in ("href", "src")
        for link in Page(path.read_text(encoding="utf-8")).all(attribute)
        if not link.startswith(("#", "data:", "https:"))
        and not (path.parent / link.partition("#")[0]).is_file()
    }

    assert missing == set()


def test_pictures_lie_beside_their_municipalitys_pages(country: Path, tmp_path: Path) -> None:
    """Each municipality has its own; one that somebody has changed is written again."""
    outputs = copied(country, tmp_path / "copy")
    folder = outputs / "reporting"
    before = {where: (folder / where / picture).read_bytes() for where, picture in PICTURES}
    changed, gone = (folder / where / picture for where, picture in PICTURES)
    changed.write_bytes(b"")
    gone.unlink()

    report(outputs)

    assert before == {"alvik": "Ålvik".encode(), "oygard": "Øygard".encode()}
    assert [changed.read_bytes(), gone.read_bytes()] == list(before.values())
    assert len(list(folder.rglob("*.webp"))) == len(PICTURES)


def test_nothing_changed_nothing_is_made(country: Path, rendered: list[str]) -> None:
    """A second run renders no municipality, and leaves every page where it lies."""
    before = places(country / "reporting")

    report(country)

    assert (rendered, places(country / "reporting")) == ([], before)


def copied(country: Path, folder: Path, *, with_report: bool = True) -> Path:
    """The outputs in another folder, with what was kept, or the tables alone."""
    left_out = None if with_report else shutil.ignore_patterns("reporting", "cache")
    shutil.copytree(country.parent, folder, ignore=left_out)
    return folder / country.name


def test_vectors_of_other_municipalities_change_none(
    country: Path, tmp_path: Path, rendered: list[str]
) -> None:
    """A municipality's pages tell how many it has itself: one for each of its goals."""
    outputs = copied(country, tmp_path / "land")
    store = Store(outputs.parent / "cache", building.ROOM)
    for vectors in (40, 1_000_000):
        encoder = {**PROVENANCE.encoder, "vectors": vectors}
        make_report(outputs, HERE, store, replace(PROVENANCE, encoder=encoder))

    assert rendered == ["Ålvik", "Øygard"]
    count = len(read_table(GOALS, outputs, "Ålvik"))
    page = text(outputs / "reporting", "alvik/metode.html")
    assert f"<code>vectors</code></th><td>{count}</td>" in page


def test_a_change_costs_its_own_municipality(
    country: Path, tmp_path: Path, rendered: list[str]
) -> None:
    """The other's pages are left alone; there and back again, all is as made from scratch."""
    outputs = copied(country, tmp_path / "land")
    before = places(outputs / "reporting")
    changed = {**COUNTRY, "Øygard": small_tables("Alle får hjelp", ("Sentrum skole", "Ås"))}
    write_country(changed, outputs)

    after = places(report(outputs))
    shutil.copytree(
        country, outputs, dirs_exist_ok=True, ignore=shutil.ignore_patterns("reporting")
    )
    folder = report(outputs)

    assert rendered == ["Øygard", "Øygard"]
    assert {n for n in before if n.startswith("alvik/") and before[n] != after.get(n)} == set()
    assert "oygard/enheter/as.html" in after
    assert "oygard/enheter/asen-barnehage.html" not in after
    assert contents(folder) == contents(country / "reporting")


def test_what_somebody_has_changed_is_made_again(
    country: Path, tmp_path: Path, rendered: list[str]
) -> None:
    """Edited, removed and foreign files: the folder holds what the tables say."""
    folder = copied(country, tmp_path / "land") / "reporting"
    expected = contents(folder)
    (folder / "alvik/metode.html").write_text("rettet", encoding="utf-8")
    (folder / "index.html").unlink()
    (folder / "assets/kopling.css").write_text("", encoding="utf-8")
    (folder / "oygard/enheter/sentrum-skole").mkdir()
    (folder / "oygard/enheter/sentrum-skole/eget.html").write_text("eget", encoding="utf-8")

    report(folder.parent)

    assert (rendered, contents(folder)) == (["Ålvik"], expected)


def test_a_run_that_was_ended_goes_on(
    country: Path, tmp_path: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was rendered is taken over; the report that stood there stands until all is made."""
    outputs = copied(country, tmp_path / "land", with_report=False)
    folder = outputs / "reporting"
    folder.mkdir()
    (folder / "index.html").write_text("gammel", encoding="utf-8")
    write = building.write_files

    def failing(files: Iterator[tuple[str, str]], staging: Path) -> dict[str, str]:
        if len(rendered) > 1:
            next(files)
            raise KeyboardInterrupt
        return write(files, staging)

    with monkeypatch.context() as patched:
        patched.setattr(building, "write_files", failing)
        with pytest.raises(KeyboardInterrupt):
            report(outputs)
    between, first = contents(folder), rendered.copy()
    rendered.clear()
    report(outputs)

    assert (list(between), first, rendered) == (["index.html"], ["Ålvik", "Øygard"], ["Øygard"])
    assert contents(folder) == contents(country / "reporting")
    assert not staging_of(folder).exists()


def test_one_municipality_has_the_report_at_the_top(country: Path, tmp_path: Path) -> None:
    """No page of all, no folder of its own, no way to others: the files of a report alone."""
    folder = report(write_country({"Ålvik": COUNTRY["Ålvik"]}, tmp_path / "outputs"))

    among_others = contents(country / "reporting")
    own = {n.removeprefix("alvik/") for n in among_others if n.startswith("alvik/")}
    shared = {n for n in among_others if n.startswith("assets/")}
    assert set(contents(folder)) == own | shared - {"assets/country.css", "assets/places-nb.js"}
    assert "Alle kommuner" not in text(folder, "index.html")
    assert "Alle kommuner" in text(country / "reporting", "alvik/index.html")


def test_a_part_keeps_its_digest_when_others_come(country: Path, tmp_path: Path) -> None:
    """Wherever its rows stand in the files, in tables with and without municipalities."""
    tables = (GOALS, PASSAGES, UNITS)
    names = {"Ask": COUNTRY["Øygard"], **COUNTRY}
    more = write_country(names, tmp_path / "outputs", (*tables, DOCUMENTS))

    before = part_digests(tables, country, names_in(country))
    after = part_digests(tables, more, names_in(more))

    assert before["Ålvik"] == after["Ålvik"]
    assert len({tuple(each.values()) for each in after.values()}) == 3
    assert set(after["Ask"]) == {table_path(t, more).relative_to(more).as_posix() for t in tables}


def test_folders_are_told_apart() -> None:
    """Names that differ in signs only have folders of their own, and none is the report's."""
    names = ["Ås", "As", "En", "assets", "", "Bø i Telemark", "../x"]

    folders = folders_of(names)

    assert list(folders.values()) == [
        *("as", "as-2", "en-2", "assets-2", "uten-navn", "bo-i-telemark", "x")
    ]


def test_code_that_pages_are_made_with_is_part_of_their_key() -> None:
    """Every module of ours that the stage reads is in it, or tells nothing that pages show."""
    import yaml

    root = Path(__file__).parents[2]
    stage = yaml.safe_load((root / "dvc.yaml").read_text(encoding="utf-8"))["stages"]["reporting"]
    read = {dep.removeprefix("pipeline/") for dep in stage["deps"] if dep.startswith("pipeline/")}
    silent = {f"{name}.py" for name in _SILENT}

    assert read - silent == set(building.CODE)
    assert "persist" in str(stage["outs"])
