"""Whether a page shows ink where its file has letters that are painted in no colour."""

from typing import Any

import numpy as np

from pipeline.extraction.calls import Flags, Floats

_SCALE = 3.0  # pixels a point: a letter of small print is some fifteen pixels high
_MOST_PIXELS = 20_000_000
_CONTRAST = 60  # of 255, between the lightest and the darkest pixel in the letter's box


def are_printed(page: Any, left: Floats, top: Floats, right: Floats, bottom: Floats) -> Flags:
    """Which of the boxes (points from the upper left, as shown) hold ink on the page as drawn.

    Drawings are often set with their words as outlines, and the words themselves unseen on top.
    """
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        data = np.frombuffer(bytes(bitmap.buffer), dtype=np.uint8)
        picture = data.reshape(bitmap.height, bitmap.stride)[:, : bitmap.width]
        sides = np.stack([left, top, right, bottom], axis=1) * scale
        boxes = np.clip(np.rint(sides), 0, max(picture.shape)).astype(np.int64)
        return np.array([_has_contrast(picture[t:b, x0:x1]) for x0, t, x1, b in boxes], dtype=bool)
    finally:
        bitmap.close()


def _has_contrast(spot: Any) -> bool:
    return bool(spot.size) and int(spot.max()) - int(spot.min()) >= _CONTRAST
