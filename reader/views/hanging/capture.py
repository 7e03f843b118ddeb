"""What is on the screen as a hanging protocol for exams like this one. Plain values; main thread, which owns the
screen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reader.core.text import tr
from reader.study.model import Window
from reader.views.content import Content
from reader.views.display import colour_map_of
from reader.views.hanging.codec import FORMAT
from reader.views.hanging.matching import BY_IMAGE, Candidate, plane_of, side_of, view_of
from reader.views.layout import Pane, Tree
from reader.views.model import ViewsModel
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.states.applying import own_of
from reader.views.viewport import Viewport
from reader.volume.model import Stack

_PLANES = {Plane.AXIAL: "axial", Plane.CORONAL: "coronal", Plane.SAGITTAL: "sagittal", Plane.VOLUME: "volume"}
Plain = dict[str, Any]


def can_be_captured(views: ViewsModel) -> bool:
    """An image of the exam is on the first screen."""
    return any(_is_current(viewport) for viewport in views.viewports[: views.screens[0].stop])


def captured(
    views: ViewsModel, title: str, modality: str, words: Sequence[str], language: str = "en", site: str = ""
) -> str:
    """The first screen as a protocol (JSON) for exams of this modality and with one of these words of the region;
    none for every region. title: what it is called. site: the one hospital that it is for, as `Condition` has it.
    With a prior on the screen that is what an exam opens with, and one that has no prior with a further stage
    without it. Raises ValueError where no image of the exam is on the screen."""
    shown = views.viewports[: views.screens[0].stop]
    if not any(_is_current(viewport) for viewport in shown):
        raise ValueError("nothing of the exam hangs")
    stages = [_stage(views, views.viewports, title, language)]
    if any(viewport.content is not None and viewport.content.prior for viewport in shown):
        current = [viewport if _is_current(viewport) else Viewport() for viewport in views.viewports]
        alone = _stage(views, current, tr("{title}, without a prior", title=title), language)
        stages.append(_by_itself(alone) if alone is not None else None)
    exam: Plain = {"modality": [modality]}
    if words:
        exam["body_part"] = list(words)
    if site:
        exam["site"] = [site]
    protocol = {
        "format": FORMAT, "id": f"own {title}", "title": {language: title}, "exam": exam,
        "wishes": [{"modality": [modality], "rank": 100}], "stages": [made for made in stages if made is not None],
    }  # fmt: skip
    return json.dumps(protocol, ensure_ascii=False, indent=2) + "\n"


def extended(protocol: str, views: ViewsModel, title: str, language: str = "en") -> str:
    """A protocol (JSON) with the first screen as its last stage, in the place of the stage that is called so if it
    has one. Raises ValueError where no image is on the screen."""
    made = _stage(views, views.viewports, title, language)
    if made is None:
        raise ValueError("nothing of the exam hangs")
    plain = json.loads(protocol)
    plain["stages"] = [stage for stage in plain["stages"] if title not in stage["title"].values()] + [made]
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _stage(views: ViewsModel, viewports: Sequence[Viewport], title: str, language: str) -> Plain | None:
    """The first screen; None where nothing hangs there. viewports: those of the views, or empty ones in their
    place for what is left out."""
    images: dict[tuple[str, str], Plain] = {}
    screen = _screen(views.layout.screens[0], iter(enumerate(viewports)), images, views)
    if screen is None:
        return None
    made: Plain = {"title": {language: title}, "images": list(images.values()), "screen": screen}
    if "image" not in screen:  # of more than one pane
        made["linked"] = views.linked
    return made | ({"tiles": views.layout.tiles} if views.layout.tiles else {})


def _by_itself(stage: Plain) -> Plain:
    """Where but one image is left, as it is stored, the layout that suits it is better than one pane."""
    plain = set(stage["screen"]) == {"image"} and "each" not in stage["images"][0] and "tiles" not in stage
    return {name: stage[name] for name in ("title", "images")} | {"arranged": True} if plain else stage


def _is_current(viewport: Viewport) -> bool:
    return viewport.content is not None and not viewport.content.prior


def file_name(title: str, number: int = 1) -> str:
    """Of the file of a protocol of this title, on every system; the second and further ones have a number."""
    plain = re.sub(r"[^\w一-鿿]+", "-", title, flags=re.ASCII).strip("-")[:60]
    return f"own-{plain}.json" if number == 1 else f"own-{plain}-{number}.json"


def main_modality(views: ViewsModel) -> str:
    return views.main.series.modality if views.main is not None else ""


def region_words(views: ViewsModel) -> tuple[str, ...]:
    """What says which region the exam is of: its body part, else nothing."""
    if views.main is None:
        return ()
    body = views.main.series.body_part or views.main.study.body_part
    return (body.lower(),) if body else ()


def _screen(
    tree: Tree, viewports: Iterator[tuple[int, Viewport]], images: dict[tuple[str, str], Plain], views: ViewsModel
) -> Plain | None:
    """Panes in which nothing hangs are left out."""
    if isinstance(tree, Pane):
        return _pane(*next(viewports), images, views)
    parts = [(_screen(part, viewports, images, views), tree.share(n)) for n, part in enumerate(tree.parts)]
    kept = [(part, share) for part, share in parts if part is not None]
    if len(kept) < 2:
        return kept[0][0] if kept else None
    made: Plain = {"below" if tree.below else "beside": [part for part, _ in kept]}
    if tree.shares:
        made["shares"] = [share for _, share in kept]
    return made


def _pane(
    number: int, viewport: Viewport, images: dict[tuple[str, str], Plain], views: ViewsModel
) -> Plain | None:
    content = viewport.content
    if content is None:
        return None
    candidate = _candidate(content, viewport.index)
    image = images.setdefault(candidate.key, _image(candidate, content, len(images) + 1))
    made: Plain = {"image": image["id"]}
    if content.is_volume and viewport.plane in _PLANES and not (
        viewport.plane in ORTHOGONAL and viewport.plane is content.first_plane
    ):
        made["plane"] = _PLANES[viewport.plane]
    window = _window(views, number)
    if window is not None and window.table is None and content.series.modality == "CT":
        made["window"] = [window.centre, window.width]
    if own_of(viewport, "inverted"):
        made["inverted"] = True
    if colour_map_of(viewport) is not None:
        made["colours"] = viewport.colour_map
    return made


def _window(views: ViewsModel, number: int) -> Window | None:
    """As the user has it; None where that is what the image is shown with by itself."""
    viewport, given = views.viewports[number], views.own_windows(number)
    window: Window | None = own_of(viewport, "window")
    if window is None:
        which = own_of(viewport, "own")
        window = given[which] if 0 < which < len(given) else None
    return None if given and window == given[0] else window


def _candidate(content: Content, index: int) -> Candidate:
    image = content.image
    if content.series.modality in BY_IMAGE and isinstance(image, Stack) and index < len(image.frames):
        uid = image.frames[index][0]
        listed = {instance.sop_instance_uid: instance for instance in content.series.instances}
        if (found := image.instances.get(uid) or listed.get(uid)) is not None:
            return Candidate(content.study, content.series, found)
    return Candidate(content.study, content.series)


def _image(candidate: Candidate, content: Content, number: int) -> Plain:
    """Meant by what it is called and how it was taken; by rank, as the next exam may lack one of them."""
    series = candidate.series
    wishes: list[Mapping[str, Any]] = []
    if series.description.strip():
        wishes.append({"description": [series.description.strip()], "rank": 10})
    if view := view_of(candidate):
        wishes.append({"view": [view], "rank": 5})
    must: Plain = {"modality": [series.modality]}
    if series.modality == "MG" and (side := side_of(candidate)):
        must["laterality"] = side
    if (plane := plane_of(candidate)) and series.modality != "CT":
        must["plane"] = plane
    if not wishes or series.modality == "CT":
        wishes.append({"images": [2 if candidate.images > 1 else 1, 100000], "rank": 1})
    made: Plain = {"id": tr("image {number}", number=number), "must": must, "wishes": wishes}
    if candidate.instance is not None:
        made["each"] = "image"
    if content.prior:
        made["prior"] = 1
    return made
