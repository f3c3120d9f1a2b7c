"""Pictures of the pages that goals stand on, for the review page."""

from pathlib import Path

from pipeline.params import PicturesParams
from pipeline.pictures.crops import Crop
from pipeline.pictures.maker import PictureMaker, sources_of
from pipeline.places import document_of, places_of
from pipeline.reviewing.desk import Desk
from pipeline.schemas.reading import FILES
from pipeline.tables import read_table

PDF = "application/pdf"


class GoalPictures:
    """What `PictureMaker` draws, asked for by goal; close it to end its processes."""

    def __init__(self, desk: Desk, documents: Path, kept: Path, params: PicturesParams) -> None:
        self.desk = desk
        self.documents = documents
        self._maker = PictureMaker({}, kept, params)
        self._version = ""

    def count(self, goal_id: str) -> int:
        """How many pictures show the goal: one for each page that it stands on, none of no PDF."""
        source = self._up_to_date().sources.get(self._document(goal_id))
        return len(self._places(goal_id)) if source and source.media_type == PDF else 0

    def picture(self, goal_id: str, place: int) -> Crop | None:
        """The picture of one of these pages, from 0; None where it can't be drawn."""
        places = self._places(goal_id)
        if not 0 <= place < len(places):
            return None
        page, boxes = places[place]
        drawn = self._up_to_date().crop(self._document(goal_id), page, boxes)
        return drawn if isinstance(drawn, Crop) else None

    def close(self) -> None:
        """End the processes."""
        self._maker.close()

    def _document(self, goal_id: str) -> str:
        corpus = self.desk.corpus()
        return str(document_of(corpus.rows[goal_id], corpus.places))

    def _places(self, goal_id: str) -> list[tuple[int, list[tuple[float, float, float, float]]]]:
        corpus = self.desk.corpus()
        return list(places_of(corpus.rows[goal_id], corpus.places))

    def _up_to_date(self) -> PictureMaker:
        version = self.desk.corpus().version
        if version != self._version:
            files = read_table(FILES, self.desk.outputs)
            self._maker.sources = sources_of(files, self.documents)
            self._version = version
        return self._maker
