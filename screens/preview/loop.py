"""The kiosk's own loop with a column beside its glass, and a window that may be closed."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.widget import Widget

from kiosk.catalogue.drafts import texts_of_step
from kiosk.handoff.states import CatalogueTooLarge, states
from kiosk.speech.narrator import Narrator
from kiosk.visit.session import Session
from kiosk.visit.tours import trails_to_steps
from kiosk.visit.visit import Visit
from screens.loop import Loop
from screens.preview.column import About, Beside
from screens.preview.writing import Writing
from screens.stage import Stage
from screens.world import World

LOOKING = 1.0
"""s between looks at the files."""


class Table(Widget):
    """The glass at the left, the column at the right of it; each hears its own touches."""

    def __init__(self, stage: Stage, size: tuple[int, int], press: Callable[[tuple[str, str]], None]) -> None:
        super().__init__(size_hint=(None, None), size=size)
        self.stage, self._press = stage, press
        self.column: Beside | None = None
        self.add_widget(stage)

    def show(self, about: About) -> None:
        if self.column is not None:
            self.canvas.after.remove(self.column.canvas)
        left = int(self.stage.width)
        width, height = int(self.width) - left, int(self.height)
        self.column = Beside(self.stage.world.atlas, self.stage.world.icons, about, width, height)
        self.column.place(left, 0, width, height)
        self.canvas.after.add(self.column.canvas)

    def on_touch_down(self, touch) -> bool:
        return self.stage.on_touch_down(touch) if touch.x < self.stage.width else True

    def on_touch_up(self, touch) -> bool:
        action = self.column.pressed(*touch.pos) if self.column and touch.ox >= self.stage.width else None
        if action is not None:
            self._press(action)
        return self.stage.on_touch_up(touch)


class PreviewLoop(Loop):
    """``id``: the walkthrough to begin with, "" for none."""

    title = "Kiosk: preview"

    def __init__(self, session: Session, narrator: Narrator, world: World, later: Callable[[], None], writing: Writing,
                 size: tuple[int, int], id: str) -> None:
        super().__init__(session, narrator, world, lambda: None, lambda _: later())
        self.writing, self._size, self._id = writing, size, id
        self._said: tuple | None = None

    def build(self) -> Table:
        self.table = Table(super().build(), self._size, self._pressed)
        Window.bind(on_request_close=self._close)  # bound last, asked first: the kiosk's own refuses
        return self.table

    def _complete(self, _: float) -> None:
        super()._complete(_)
        self._reread()
        if self._id in self.writing.catalogue.walkthroughs:
            self._go(self._id, self.writing.catalogue.walkthroughs[self._id].first)
        Clock.schedule_interval(self._look, LOOKING)
        Clock.schedule_once(self._recheck, 0)

    def _close(self, *_: object) -> bool:
        self.end()
        self._stir()
        return True

    def _look(self, _: float) -> None:
        saved = self.writing.followed.changes()
        if not saved:
            return
        self._reread()
        place = self.writing.place_of(saved, self.session.place.walkthrough or self._id)
        here = self.session.place
        if place is None and here.walkthrough in self.writing.catalogue.walkthroughs:
            place = here.walkthrough, here.step
        if place is not None:
            self._go(*place)
        Clock.schedule_once(self._recheck, 0)

    def _reread(self) -> None:
        self.writing.reread()
        self.world.fill(self.writing.catalogue)
        self.session.catalogue = self.world.catalogue
        self.world.reread()
        try:
            self.world.states = states(self.writing.catalogue)
        except CatalogueTooLarge:
            self.world.states = None
        if not self.session.place.walkthrough:
            return
        if self.session.place.walkthrough not in self.writing.catalogue.walkthroughs:
            self.session.visit = Visit(self.session.visit.language)

    def _recheck(self, _: float) -> None:
        self.writing.recheck()
        self._said = None
        self._stir()

    def _go(self, id: str, step: str) -> None:
        """Stand at a step as if somebody had walked there, without a word."""
        walkthrough = self.writing.catalogue.walkthroughs[id]
        trails = trails_to_steps(walkthrough, self.writing.catalogue)
        trail = trails.get(step) or trails[walkthrough.first]
        self.session.visit = Visit(self.session.visit.language, trail)
        self.narrator.stop()
        self.stage.show(arrived=True, aloud=False)
        self._said = None
        self._stir()

    def _pressed(self, action: tuple[str, str]) -> None:
        what, value = action
        place = self.session.place
        if what == "language":
            self.session.visit = Visit(value, self.session.visit.trail)
            self.narrator.stop()
            self.stage.show(arrived=True, aloud=False)
        elif place.walkthrough:
            steps = list(self.writing.catalogue.walkthroughs[place.walkthrough].steps)
            self._go(place.walkthrough, steps[(steps.index(place.step) + int(value)) % len(steps)])

    def _tick(self, *_: object) -> None:
        super()._tick()
        place = self.session.place
        said = (place.walkthrough, place.step, self.session.visit.shown, self.writing.problems, self.writing.errors)
        if said != self._said:
            self._said = said
            self.table.show(self._about())

    def _about(self) -> About:
        place, shown = self.session.place, self.session.visit.shown
        findings = self.writing.findings(place.walkthrough or self._id, place.step)
        walkthrough = self.writing.catalogue.walkthroughs.get(place.walkthrough)
        if walkthrough is None:
            return About(findings=findings, languages=self.world.offered, language=shown)
        step = walkthrough.steps[place.step]
        number = list(walkthrough.steps).index(step.id) + 1
        texts = self.world.texts(shown)
        missing = 0 if shown == "nl" else sum(
            1 for text in texts_of_step(step) if text.dutch and texts.translate(text) is None)
        return About(walkthrough.title.dutch, step.title.file, f"{step.id}: step {number} of {len(walkthrough.steps)}",
                     f"{step.title.file}, line {step.title.line}", findings, missing, self.world.offered, shown)
