"""Damaged, mislabelled and malicious files: each ends, in what is true of it."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.extraction.read import Extraction, extract_files
from pipeline.params import ExtractionParams
from tests.extraction.hostilefiles import (
    Hostile,
    circular_pdfs,
    hostile_pdfs,
    hostile_texts,
    hostile_word_files,
    locked_pdfs,
    odd_pages,
)

SHARED = Path("../shared/data/hostile")
PARAMS = ExtractionParams()
# never read to its end, however long it is given
ENDLESS = "nested.html"
IMPATIENT = ExtractionParams(seconds_per_step=6)
MADE = [
    *(*hostile_pdfs(), *circular_pdfs(), *odd_pages(), *locked_pdfs()),
    *(*hostile_word_files(), *hostile_texts()),
]


@pytest.fixture(scope="module")
def extraction(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    """All made files, read in one run; in another the one that costs all its time."""
    folder = tmp_path_factory.mktemp("hostile")
    for file in MADE:
        (folder / file.name).write_bytes(file.content)
    names = [file.name for file in MADE if file.name != ENDLESS]
    runs = [extract_files(names, folder, PARAMS), extract_files([ENDLESS], folder, IMPATIENT)]
    frames = zip(*(vars(run).values() for run in runs), strict=True)
    return Extraction(*(pd.concat(each, ignore_index=True) for each in frames))


def outcomes(extraction: Extraction, name: str) -> set[str]:
    """The reasons of its rejects, and `read` where there are passages."""
    found = extraction.files.set_index("path")["passages"].get(name, 0)
    rejects = extraction.rejects
    return ({"read"} if found else set()) | set(rejects.loc[rejects["path"] == name, "reason"])


@pytest.mark.parametrize("file", MADE, ids=lambda file: file.name)
def test_a_hostile_file_ends_in_what_is_true_of_it(file: Hostile, extraction: Extraction):
    """It is read, or rejected for a reason that it gives; nothing is lost in silence."""
    found = outcomes(extraction, file.name)

    assert found & set(file.outcomes), found


# What each shared file must end in: read, or the reason of its reject.
_READ = (
    *("annot_cycle_page_ref", "bad_startxref", "cid_w_range_2e9", "duplicate_bold_fake"),
    *("enc_owneronly_aes256", "font_missing", "form_self_ref", "grid_300x300"),
    *("junk_before_header", "map_20k_orthogonal_lines", "mediabox_nan_huge", "mediabox_zero"),
    *("nested_arrays_100k", "no_xref_no_trailer", "rotate_90", "tounicode_garbage"),
    *("unicode_ligatures_softhyphen", "xref_prev_loop"),
)
_REJECTED = {
    "bitrot_2000": {"damaged"},
    "contents_ref_cycle": {"empty"},
    "docx_renamed": {"damaged", "not_a_pdf"},
    "enc_unknown_handler": {"encrypted"},
    "enc_userpw_aes256": {"encrypted"},
    "flate_bomb_text_5M_chars": {"too_large"},
    "form_doubling_2e25": {"too_large", "too_slow"},
    "header_only": {"truncated", "empty"},
    "html_error_page": {"not_a_pdf"},
    "image_50000x50000": {"no_text_layer"},
    "lfs_pointer": {"not_a_pdf"},
    "lzw_runlength_bomb": {"empty", "damaged", "too_large"},
    "pagetree_exponential": {"empty", "damaged"},
    "pagetree_self_kid": {"damaged"},
    "png_renamed": {"not_a_pdf"},
    "truncated_50pct": {"truncated", "damaged"},
    "white_text_hidden_Tr3": {"hidden_text"},
    "zero_byte": {"empty"},
}


@pytest.fixture(scope="module")
def shared() -> Extraction:
    """The shared hostile files, read in one run."""
    if not SHARED.is_dir():
        pytest.skip("the shared hostile files aren't on this machine")
    return extract_files(sorted(path.name for path in SHARED.iterdir()), SHARED, PARAMS)


@pytest.mark.parametrize("name", _READ)
def test_what_can_be_read_of_shared_files_is_read(name: str, shared: Extraction):
    """Whatever is odd about the file, its text is had, and nothing of it is rejected."""
    assert outcomes(shared, f"{name}.pdf") == {"read"}


@pytest.mark.parametrize("name", sorted(_REJECTED))
def test_what_can_t_be_read_of_shared_files_is_rejected_for_a_reason(name: str, shared: Extraction):
    """The reason is one that is true of the file, and no text is made up."""
    found = outcomes(shared, f"{name}.pdf")

    assert found
    assert found <= _REJECTED[name]


def test_every_reject_says_what_was_expected(extraction: Extraction):
    """The sentence names what was expected, so that a reader knows what to do."""
    assert extraction.rejects["detail"].str.startswith("expected").all()


def test_pages_that_a_cut_file_has_lost_are_told(extraction: Extraction):
    """Of sixty pages the first ones are read, and the reject says how many are gone."""
    lost = extraction.rejects.loc[lambda table: table["path"] == "cut_in_its_last_page.pdf"]
    lost = lost[lost["page"].isna()]

    assert lost["detail"].tolist() == ["expected 60 pages, as the file says; 47 are left in it"]
