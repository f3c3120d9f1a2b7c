"""Pictures for a server: kept, drawn apart, never of another file, within bounds."""

import hashlib
import io
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from PIL import Image

from pipeline.params import PicturesParams
from pipeline.pictures.crops import Crop, page_crop
from pipeline.pictures.drawing import NoPicture, Renderer
from pipeline.pictures.kept import KeptPictures, picture_key
from pipeline.pictures.maker import PictureMaker, Source, sources_of
from tests.extraction.hostilefiles import circular_pdfs, hostile_pdfs, odd_pages
from tests.extraction.rawpdf import page_pdf, stream, text
from tests.extraction.typesetting import typeset_pdf

BOX = (60.0, 50.0, 300.0, 80.0)
PLAN = typeset_pdf("<h1>Plan</h1>" + "<p>Flere barn i barnehage.</p>" * 30)


def sha256(content: bytes) -> str:
    """The name of a content."""
    return hashlib.sha256(content).hexdigest()


def hanging() -> bytes:
    """A page that draws 2³⁰ lines: each form draws the next one twice."""
    forms: dict[int, bytes | str] = {
        100 + i: stream(
            b"/X Do /X Do",
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
            f"/Resources << /XObject << /X {101 + i} 0 R >> >>",
        )
        for i in range(30)
    }
    last = stream(b"0 0 m 9 9 l S", "/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return page_pdf(
        [text("Plan") + b"/X Do"], more={**forms, 130: last}, resources="/XObject << /X 100 0 R >>"
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small document."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(PLAN)
    return path


def maker_of(folder: Path, *paths: Path, **params: float) -> PictureMaker:
    """A maker that knows the files."""
    sources = {sha256(path.read_bytes()): Source((path,), "application/pdf") for path in paths}
    return PictureMaker(sources, folder / "kept", PicturesParams(**params))


def test_a_picture_made_apart_is_the_one_made_here(plan: Path, tmp_path: Path) -> None:
    """And it is kept: without the processes that draw, it is still there."""
    with maker_of(tmp_path, plan) as maker:
        made = maker.crop(sha256(PLAN), 1, [BOX])
        for renderer in maker._renderers:
            renderer.command = [sys.executable, "-c", ""]
            renderer.close()
        again = maker.crop(sha256(PLAN), 1, [BOX])

    assert made == page_crop(plan, 1, [BOX])
    assert again == made


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied"])
def test_a_damaged_kept_picture_is_made_anew(plan: Path, tmp_path: Path, damage: str) -> None:
    """What the disk gives back is checked, and the whole picture is kept again."""
    with maker_of(tmp_path, plan) as maker:
        made = maker.crop(sha256(PLAN), 1, [BOX])
        (kept,) = (tmp_path / "kept").glob("*.webp")
        whole = kept.read_bytes()
        middle = len(whole) // 2
        kept.write_bytes(
            {
                "cut": whole[:middle],
                "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
                "emptied": b"",
            }[damage]
        )
        again = maker.crop(sha256(PLAN), 1, [BOX])

    assert again == made
    assert kept.read_bytes() == whole


def test_a_changed_file_is_not_shown(plan: Path, tmp_path: Path) -> None:
    """Neither anew nor from what was kept; once it is what was read again, it is shown again."""
    with maker_of(tmp_path, plan) as maker:
        made = maker.crop(sha256(PLAN), 1, [BOX])
        plan.write_bytes(typeset_pdf("<p>En annen plan.</p>"))
        changed = maker.crop(sha256(PLAN), 1, [BOX])
        plan.unlink()
        gone = maker.crop(sha256(PLAN), 1, [BOX])
        plan.write_bytes(PLAN)
        again = maker.crop(sha256(PLAN), 1, [BOX])

    assert changed == NoPicture("changed", "the file has changed since it was read")
    assert isinstance(gone, NoPicture)
    assert gone.reason == "gone"
    assert again == made


def test_the_process_that_draws_checks_the_content_too(plan: Path) -> None:
    """A file that is exchanged between the two looks is not drawn."""
    renderer = Renderer(900)
    try:
        told = renderer.draw(plan, sha256(b"another"), 1, [BOX], 1400, 20)
    finally:
        renderer.close()

    assert told == NoPicture("changed", "the file has changed since it was read")


def test_what_has_no_pages_is_told(tmp_path: Path) -> None:
    """Files are found by their content; a Word file, an unknown name, a passage without a box."""
    files = pd.DataFrame(
        [
            (
                "a.docx",
                "1" * 64,
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            ("b.pdf", sha256(PLAN), "application/pdf"),
            ("copy.pdf", sha256(PLAN), "application/pdf"),
        ],
        columns=["path", "document_sha256", "media_type"],
    )
    (tmp_path / "copy.pdf").write_bytes(PLAN)
    sources = sources_of(files, tmp_path)

    with PictureMaker(sources, tmp_path / "kept") as maker:
        asked = [("1" * 64, [BOX]), ("2" * 64, [BOX]), (sha256(PLAN), []), (sha256(PLAN), [BOX])]
        told = [maker.crop(name, 1, boxes) for name, boxes in asked]

    assert [getattr(each, "reason", "shown") for each in told] == [
        "no_pages",
        "unknown",
        "no_such_place",
        "shown",
    ]
    assert isinstance(told[0], NoPicture)
    assert told[0].detail == "a Word file has no pages to show"


def test_a_page_that_hangs_is_given_up_and_not_tried_again(tmp_path: Path, plan: Path) -> None:
    """Within its time, in words; and other pages are drawn afterwards."""
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(hanging())
    # with room enough: where the clock is looked at late, what it takes by then isn't the fault
    bounds = {"seconds_per_picture": 1, "workers": 1, "megabytes_per_worker": 8000}
    with maker_of(tmp_path, bomb, plan, **bounds) as maker:
        start = time.monotonic()
        told = maker.crop(sha256(bomb.read_bytes()), 1, [(60, 100, 300, 200)])
        first = time.monotonic() - start
        again = maker.crop(sha256(bomb.read_bytes()), 1, [(60, 100, 300, 210)])
        both = time.monotonic() - start
        maker.params = PicturesParams(seconds_per_picture=60)
        shown = maker.crop(sha256(PLAN), 1, [BOX])

    assert isinstance(told, NoPicture)
    assert told.reason == "too_slow"
    assert "within 1 seconds" in told.detail
    assert first < 30
    assert again == told
    assert both - first < 1
    assert isinstance(shown, Crop)


def test_a_process_that_was_killed_gets_an_heir(tmp_path: Path, plan: Path) -> None:
    """What ended it was not the page."""
    with maker_of(tmp_path, plan, workers=1) as maker:
        maker.crop(sha256(PLAN), 1, [BOX])
        process = maker._renderers[0]._process
        assert process is not None
        os.kill(process.pid, 9)
        shown = maker.crop(sha256(PLAN), 1, [(60, 300, 300, 320)])

    assert isinstance(shown, Crop)


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [(77, "too_large", "megabytes_per_worker"), (3, "broken", "status 3")],
)
def test_what_ends_a_process_is_told(plan: Path, status: int, reason: str, words: str) -> None:
    """A page that needs too much memory, and one that breaks what draws it, each in words."""
    renderer = Renderer(900)
    ends = f"import os; print('ready', flush=True); input(); os._exit({status})"
    renderer.command = [sys.executable, "-c", ends]

    told = renderer.draw(plan, sha256(PLAN), 1, [BOX], 1400, 20)

    assert isinstance(told, NoPicture)
    assert told.reason == reason
    assert words in told.detail


def test_where_no_process_begins_that_is_told(plan: Path) -> None:
    """The caller shows the text instead."""
    renderer = Renderer(900)
    renderer.command = [sys.executable, "-c", "print('nothing')"]

    told = renderer.draw(plan, sha256(PLAN), 1, [BOX], 1400, 20)

    assert told == NoPicture("broken", "expected a process that draws, none could be begun")


def test_many_threads_are_served_by_few_processes(tmp_path: Path, plan: Path) -> None:
    """Each gets its own picture, and no more processes than allowed are begun."""
    boxes = [[(60.0, 60.0 + 20 * i, 300.0, 90.0 + 20 * i)] for i in range(12)]
    with maker_of(tmp_path, plan, workers=2, seconds_per_picture=60) as maker:
        with ThreadPoolExecutor(12) as pool:
            made = list(pool.map(lambda box: maker.crop(sha256(PLAN), 1, box), boxes * 2))
        begun = [r._process for r in maker._renderers if r._process is not None]

    assert made[:12] == made[12:] == [page_crop(plan, 1, box) for box in boxes]
    assert len(begun) <= 2
    assert len(list((tmp_path / "kept").iterdir())) == 12


def test_nothing_is_drawn_after_the_end(tmp_path: Path, plan: Path) -> None:
    """The processes have ended, and none begins."""
    maker = maker_of(tmp_path, plan)
    maker.crop(sha256(PLAN), 1, [BOX])
    (process,) = [r._process for r in maker._renderers if r._process is not None]
    maker.close()

    assert process.returncode is not None
    assert isinstance(maker.crop(sha256(PLAN), 1, [BOX]), NoPicture)


def test_locked_and_damaged_files_are_told(tmp_path: Path) -> None:
    """A file with a password isn't shown; one that was mended for reading is."""
    locked, cut = tmp_path / "locked.pdf", tmp_path / "cut.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(locked, encryption=pikepdf.Encryption("eier", "bruker"))
    whole = page_pdf([text("Flere barn i barnehage"), text("Mange flere barn")])
    cut.write_bytes(whole[: whole.rindex(b"xref\n0")])

    with maker_of(tmp_path, locked, cut) as maker:
        told = maker.crop(sha256(locked.read_bytes()), 1, [BOX])
        shown = maker.crop(sha256(cut.read_bytes()), 2, [(60, 130, 300, 150)])

    assert isinstance(told, NoPicture)
    assert told.reason == "encrypted"
    assert isinstance(shown, Crop)


@pytest.mark.slow
def test_no_hostile_file_breaks_the_server(tmp_path: Path) -> None:
    """Each gives a picture or a reason in words."""
    told = {}
    files = [*hostile_pdfs(), *circular_pdfs(), *odd_pages()]
    for number, file in enumerate(files):
        (tmp_path / f"{number}.pdf").write_bytes(file.content)
    paths = [tmp_path / f"{number}.pdf" for number in range(len(files))]
    with maker_of(tmp_path, *paths, seconds_per_picture=3) as maker:
        for file in files:
            told[file.name] = maker.crop(sha256(file.content), 1, [(60, 130, 300, 150)])

    assert all(isinstance(each, Crop) or each.detail for each in told.values())
    assert isinstance(told["after_http.pdf"], Crop)


def test_pictures_unused_the_longest_go_first(tmp_path: Path) -> None:
    """The folder stays within its room; what was used lately stays."""
    kept = KeptPictures(tmp_path, 0.01)
    made = page_crop_of(2500)
    for name in "abc":
        kept.save(name, made)
    age(tmp_path)
    kept.load("a")
    for name in "de":
        kept.save(name, made)

    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 10_000
    assert [kept.load(name) for name in "abcde"] == [made, None, None, made, made]


def page_crop_of(size: int) -> Crop:
    """A picture of about so many bytes."""
    noise = Image.frombytes("L", (30, 30), random.Random(1).randbytes(900)).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "WEBP", lossless=True)
    content = out.getvalue()
    return Crop(content + bytes(max(0, size - len(content))), "image/webp", 30, 30)


def age(folder: Path) -> None:
    """Make everything there an hour old, what comes first by name the oldest."""
    for order, path in enumerate(sorted(folder.iterdir())):
        os.utime(path, (time.time() - 3600 + 10 * order,) * 2)


def test_a_full_disk_loses_only_what_would_be_kept(tmp_path: Path, plan: Path) -> None:
    """A folder that can't be written to keeps nothing, and the picture is shown."""
    (tmp_path / "kept").write_text("no folder")

    with maker_of(tmp_path, plan) as maker:
        assert isinstance(maker.crop(sha256(PLAN), 1, [BOX]), Crop)


def test_a_key_rests_on_all_that_is_seen() -> None:
    """Other content, page, place or width, another key; boxes in another order, the same one."""
    other = (1.0, 2.0, 3.0, 4.0)
    keys = {
        picture_key("a", 1, [BOX, other], 1400),
        picture_key("b", 1, [BOX, other], 1400),
        picture_key("a", 2, [BOX, other], 1400),
        picture_key("a", 1, [BOX], 1400),
        picture_key("a", 1, [BOX, other], 700),
    }

    assert len(keys) == 5
    assert picture_key("a", 1, [other, BOX], 1400) in keys
