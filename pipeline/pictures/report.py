"""Links and goals → the pictures that the report shows as evidence, and why some are missing."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.masking.masks import personal_in_passages
from pipeline.masking.spans import Kind
from pipeline.params import PicturesParams
from pipeline.pictures.covering import NOTHING, Hidden
from pipeline.pictures.crops import Crop
from pipeline.pictures.drawing import NoPicture
from pipeline.places import Box, Passages, document_of, places_of
from pipeline.schemas.reading import CROPS, PICTURES
from pipeline.tables import filled_table

FOLDER = "crops"
# why a page has no picture, where drawing it again would come to the same
LASTING = frozenset(
    ("blank", "damaged", "no_pages", "no_such_page", "no_such_place", "not_covered", "too_many")
)
_SIDES = ("x0", "top", "x1", "bottom")
_OBJECTIVES = ("hovedmål", "delmål")

# document's SHA-256, page, boxes, width, what is to be hidden → a picture, or why there is none
Draw = Callable[[str, int, Sequence[Box], int, Hidden], Crop | NoPicture]
# document's SHA-256 and page → what no picture of it may show
Hides = Callable[[str, int], Hidden]


@dataclass(frozen=True)
class Asked:
    """A page that a goal stands on, with the boxes of its passages there."""

    goal_id: str
    document_sha256: str
    page: int
    boxes: tuple[Box, ...]


def nothing_hidden(document_sha256: str, page: int) -> Hidden:
    """Nothing: each page is shown as it is."""
    return NOTHING


def hides_passages(names: Collection[str], *passages: pd.DataFrame) -> Hides:
    """Covers these passages wherever they stand, from PASSAGES and CONTINUED."""
    boxes: defaultdict[tuple[str, int], list[Box]] = defaultdict(list)
    for frame in passages:
        hidden = frame[frame["passage_id"].isin(names) & frame["x0"].notna()]
        columns = (hidden[name] for name in ("document_sha256", "page", *_SIDES))
        for sha256, page, *box in zip(*columns, strict=True):
            x0, top, x1, bottom = box
            boxes[sha256, int(page)].append((x0, top, x1, bottom))
    return lambda sha256, page: Hidden(boxes=tuple(boxes.get((sha256, page), ())))


def hides_words(words: Mapping[str, Sequence[str]], passages: pd.DataFrame) -> Hides:
    """Covers words of passages, by the passage_id, on the page that each begins on."""
    held = passages[passages["passage_id"].isin(words)]
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    columns = (held[name] for name in ("passage_id", "document_sha256", "page"))
    for name, sha256, page in zip(*columns, strict=True):
        found[sha256, int(page)].update(words[name])
    return lambda sha256, page: Hidden(words=tuple(sorted(found.get((sha256, page), ()))))


def hides_all(*each: Hides) -> Hides:
    """Covers what any of them covers."""

    def hidden(sha256: str, page: int) -> Hidden:
        found = [hides(sha256, page) for hides in each]
        words = tuple(word for one in found for word in one.words)
        return Hidden(words, tuple(box for one in found for box in one.boxes))

    return hidden


def hides_personal_data(
    passages: pd.DataFrame, rest: pd.DataFrame, kinds: Collection[Kind]
) -> Hides:
    """Covers what the report masks of PASSAGES: the words, or all of a scanned passage.

    Of a passage that goes on elsewhere, `rest` (CONTINUED), all that stands there.
    """
    texts = dict(zip(passages["passage_id"], passages["text"], strict=True))
    words = {
        name: [texts[name][span.start : span.end] for span in spans]
        for name, spans in personal_in_passages(passages, kinds).items()
    }
    is_scanned = passages["ocr_confidence"].notna()
    scanned = set(passages.loc[is_scanned, "passage_id"]) & set(words)
    return hides_all(
        hides_words(words, passages[~is_scanned]),
        hides_passages(scanned, passages),
        hides_passages(words, rest),
    )


def goals_shown(goals: pd.DataFrame, links: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """The goals that the report shows as evidence, the latest years first.

    Units' own goals with a decided link, what these links lead to and what stands right under
    that, and the plans' objectives; never a leader's personal goals.
    """
    own = set(profiles.loc[profiles["is_own"], "goal_id"])
    decided = links[links["linked"] & links["goal_id"].isin(own)]
    objectives = goals["level"].eq("kommuneplan") & goals["kind"].isin(_OBJECTIVES)
    named = goals["goal_id"].isin([*decided["goal_id"], *decided["objective_id"]])
    under = goals["parent_goal_id"].isin(decided["objective_id"])
    shown = goals[(named | under | objectives) & goals["part"].ne("personlig").fillna(True)]
    order = ["year", "document_id", "page", "goal_id"]
    return shown.sort_values(order, ascending=[False, True, True, True], kind="stable")


def asked_for(goals: pd.DataFrame, passages: Passages) -> list[Asked]:
    """Each page that the goals stand on, in the goals' order; without boxes where none is known."""
    found = []
    for goal in goals.to_dict("records"):
        sha256 = document_of(goal, passages)
        if sha256 is None:
            continue
        places = places_of(goal, passages) or [(int(goal["page"]), [])]
        name = str(goal["goal_id"])
        found += [Asked(name, sha256, page, tuple(boxes)) for page, boxes in places]
    return found


def standing_on(asked: Sequence[Asked], passages: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    """The passages that stand on a page that is asked for, or go on there: no others are seen."""
    pages = {(each.document_sha256, each.page) for each in asked}

    def is_seen(frame: pd.DataFrame) -> pd.Series:
        places = zip(frame["document_sha256"], frame["page"], strict=True)
        return pd.Series([place in pages for place in places], index=frame.index, dtype=bool)

    going_on = rest.loc[is_seen(rest), "passage_id"]
    return passages[passages["passage_id"].isin(going_on) | is_seen(passages)]


def draw_all(
    asked: Sequence[Asked], draw: Draw, params: PicturesParams, hides: Hides = nothing_hidden
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """PICTURES and CROPS: a picture is named by its content, so that like ones are one.

    `hides` says what is painted over on a page. What lies beyond `params.most` isn't drawn.
    """

    def made(each: Asked) -> Crop | NoPicture:
        sha256, page = each.document_sha256, each.page
        return draw(sha256, page, each.boxes, params.width, hides(sha256, page))

    with ThreadPoolExecutor(params.workers) as pool:
        drawn = list(pool.map(made, asked[: params.most]))
    beyond = [NoPicture("too_many", "raise pictures.most")] * max(0, len(asked) - params.most)
    files = {_path(crop): crop.content for crop in drawn if isinstance(crop, Crop)}
    crops = [
        {
            "path": path,
            "picture_sha256": hashlib.sha256(files[path]).hexdigest(),
            "content": files[path],
        }
        for path in sorted(files)
    ]
    rows = [_row(each, crop) for each, crop in zip(asked, [*drawn, *beyond], strict=True)]
    return filled_table(pd.DataFrame(rows), PICTURES), filled_table(pd.DataFrame(crops), CROPS)


def _row(asked: Asked, drawn: Crop | NoPicture) -> Mapping[str, Any]:
    row = {"goal_id": asked.goal_id, "page": asked.page}
    if isinstance(drawn, NoPicture):
        return row | dict.fromkeys(("path", "width", "height")) | {"reason": drawn.reason}
    size = {"width": drawn.width, "height": drawn.height}
    return row | {"path": _path(drawn), "reason": None} | size


def _path(crop: Crop) -> str:
    return f"{FOLDER}/{hashlib.sha256(crop.content).hexdigest()[:24]}.webp"
