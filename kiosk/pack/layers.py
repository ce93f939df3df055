"""What the kiosk shows: its own content, and the packs above it, layer by layer.

    the program's own  ◄  packs "base"  ◄  packs "province"  ◄  packs "municipality"  ◄  content.folder of the settings

The last is a plain folder; with a `pack.toml` in it, it is a pack being written, and is shown as that pack would be.

A pack that is damaged, or not for this program, never stops a kiosk: its former version is shown, else what is below
it, and a sentence in the journal says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import isdir, isfile  # unlike pathlib's they never raise
from pathlib import Path

from kiosk import __version__ as VERSION
from kiosk.catalogue.layer import Layer
from kiosk.pack.manifest import ABOUT, LAYERS, program_fits
from kiosk.pack.store import TRIALS, Pack, Shelf, fault_of, locked, shelves, unreadable
from kiosk.settings import Settings


@dataclass(frozen=True, slots=True)
class Layers:
    """The packs that are shown, the lowest first; ``said``: sentences about those that are not; ``own``: the content
    folder of the settings."""

    packs: tuple[Pack, ...] = ()
    said: tuple[str, ...] = ()
    own: Path | None = None

    def folders(self, assets: Path) -> list[Path]:
        """The content folders for `read_catalogue`, from the ground up."""
        own = [] if self.own is None else [Layer(self.own) if (self.own / ABOUT).exists() else self.own]
        return [assets, *(Layer(pack.folder) for pack in self.packs), *own]

    def locales(self, program: Path) -> list[Path]:
        """For `load_texts`: the highest layer first."""
        return [*self._below("locales"), program]

    def asking(self, assets: Path) -> list[Path]:
        """Other words for the same things, for a search: those of all layers."""
        return [assets / "asking.yaml", *(path for folder in self.folders(assets)[1:]
                                          if isfile(path := folder / "asking.yaml"))]

    def recordings(self) -> list[Path]:
        return self._below("recordings")

    def cards(self) -> list[Path]:
        return self._below("cards")

    def _below(self, name: str) -> list[Path]:
        above = [*([self.own] if self.own else []), *(pack.folder for pack in reversed(self.packs))]
        return [folder / name for folder in above if isdir(folder / name)]


def layers_of(settings: Settings) -> Layers:
    return layers(settings.packs.folder, settings.content.folder)


def layers(store: Path, own: Path | None = None, program: str = VERSION) -> Layers:
    """The packs that count and are whole; in the place of one that is not, its former version. Raises nothing."""
    found: list[Pack] = []
    said: list[str] = []
    if why := unreadable(store):
        said.append(f"No packs are shown: {store} cannot be read ({why}). It must belong to the kiosk's user; whoever "
                    "else asks needs sudo.")
    for shelf in shelves(store):
        if active := shelf.active:
            pack, fault = _shown(shelf, active, program)
            if pack is not None:
                found.append(pack)
            if fault:
                shown = f"{pack.manifest.label} is shown" if pack else "what is below it is shown"
                said.append(f"The pack {shelf.name}-{active} is not shown: {fault}. Meanwhile {shown}. Install it "
                            f"again, or a newer one, with `kiosk pack install`.")
    found.sort(key=lambda pack: (LAYERS.index(pack.layer), pack.name))
    return Layers(tuple(found), tuple(said), own)


def _shown(shelf: Shelf, active: int, program: str) -> tuple[Pack | None, str]:
    """The version to show, and what is wrong with the one that counts."""
    wrong = ""
    state = shelf.state
    others = sorted((version for version in shelf.versions if version not in (active, *state.refused)),
                    key=lambda version: (version in state.confirmed, version), reverse=True)
    for version in (active, *others):
        pack = shelf.pack(version)
        if pack is None:
            fault = "its description is damaged or missing"
        elif not program_fits(pack.manifest, program):
            fault = f"it is not for program version {program}"
        else:
            fault = fault_of(pack)
        if not fault:
            return pack, wrong
        wrong = wrong or fault
    return None, wrong


def begin(store: Path) -> tuple[str, ...]:
    """The kiosk starts, or takes other packs: count it for those on trial, and take back those that were begun with
    ``TRIALS`` times and never confirmed. Returns what was done, in sentences. Raises nothing."""
    return tuple(sentence for shelf in shelves(store) if shelf.active for sentence in _begun(store, shelf))


def _begun(store: Path, shelf: Shelf) -> Iterator[str]:
    try:
        with locked(store):
            state, active = shelf.state, shelf.active
            if active in state.refused or active not in state.confirmed and state.starts >= TRIALS:
                former = shelf.former()
                shelf.put_back(former)
                back = f"{shelf.name}-{former}" if former else "the program's own content"
                yield (f"The pack {shelf.name}-{active} did not come up in {TRIALS} starts and is taken back: {back} "
                       "is shown again. Make it anew with a higher version.")
            elif active not in state.confirmed:
                shelf.note(replace(state, starts=state.starts + 1))
    except OSError as fault:
        yield f"The packs' folder {store} cannot be written: {fault.strerror}. Look at its owner and at the disk."


def give_up(store: Path, shown: Sequence[Pack]) -> tuple[str, ...]:
    """Reading failed with these: take back those on trial at once. Returns sentences; raises nothing."""
    said = []
    for pack in shown:
        shelf = Shelf(store, pack.name)
        try:
            with locked(store):
                if shelf.active == pack.version and pack.version not in shelf.state.confirmed:
                    shelf.put_back(shelf.former())
                    said.append(f"The pack {pack.manifest.label} could not be read and is taken back. Make it anew "
                                "with a higher version.")
        except OSError as fault:
            said.append(f"The packs' folder {store} cannot be written: {fault.strerror}.")
    return tuple(said)


def confirm(store: Path, shown: Sequence[Pack]) -> None:
    """These were read and shown: they are on trial no more. A disk that refuses leaves them on trial."""
    for pack in shown:
        shelf = Shelf(store, pack.name)
        try:
            with locked(store):
                state = shelf.state
                if shelf.active == pack.version and pack.version not in state.confirmed:
                    kept = {*state.confirmed, pack.version} & {*shelf.versions}
                    shelf.note(replace(state, confirmed=tuple(sorted(kept)), starts=0))
        except OSError:
            continue


def known(store: Path) -> dict[str, int]:
    """The highest version that counts here or was taken back, by the pack's name. One that is damaged, or whose
    installation was cut off, is not among them: it may be brought again."""
    def is_right(shelf: Shelf) -> bool:
        return not shelf.active or (pack := shelf.pack(shelf.active)) is not None and not fault_of(pack)

    return {shelf.name: max(shelf.active, *shelf.state.refused, 0) for shelf in shelves(store) if is_right(shelf)}


def switches(store: Path) -> tuple[tuple[str, int], ...]:
    """Which version of each pack counts: when this changes, a running kiosk reads its content anew."""
    return tuple((shelf.name, shelf.active) for shelf in shelves(store))
