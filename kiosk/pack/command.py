"""`kiosk pack …`: what each word does, and what it says. Each returns the exit code."""

from __future__ import annotations

import getpass
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date

from kiosk.catalogue.problems import did_you_mean
from kiosk.catalogue.reading import read_catalogue
from kiosk.pack import keys as trust
from kiosk.pack.build import about, add_signature
from kiosk.pack.build import build as make
from kiosk.pack.fitting import ASSETS, faults, try_on, words_of
from kiosk.pack.install import install as put_in
from kiosk.pack.install import told as disk_told
from kiosk.pack.install import verify as read_whole
from kiosk.pack.layers import layers, layers_of
from kiosk.pack.manifest import Manifest
from kiosk.pack.refused import PackRefused
from kiosk.pack.store import Pack, Shelf, as_owner, fault_of, locked, packs, shelves, unreadable
from kiosk.settings import Settings

SOON = 10 << 20
"""Bytes that are read before anybody wonders."""


def run(does: Callable[[Namespace, Settings], int], chosen: Namespace, settings: Settings) -> int:
    """2 for what was refused, with the reason and the remedy."""
    try:
        return does(chosen, settings)
    except PackRefused as refused:
        print(refused, file=sys.stderr)
        return 2


def _progress(done: int, whole: int) -> None:
    """On the line that the next one takes the place of; only where a person would wait."""
    if whole > SOON and sys.stderr.isatty():
        print(f"{done / 1e6:8.1f} of {whole / 1e6:.1f} MB", end="\r", file=sys.stderr, flush=True)


def key(chosen: Namespace, settings: Settings) -> int:
    password = None
    if chosen.password and sys.stdin.isatty():
        password = getpass.getpass("A password to lock the key with (nothing: none): ").encode()
        if password and getpass.getpass("Once more: ").encode() != password:
            raise PackRefused("The two passwords differ, so no key was made.", "Start again.")
    secret, public = trust.make(chosen.name, password)
    print(f"{secret} signs packs. Keep it, and a copy, where nobody else comes; never on a kiosk.")
    print(f"{public} goes into {settings.packs.keys} of each kiosk that may accept your packs.")
    return 0


def build(chosen: Namespace, settings: Settings) -> int:
    if found := faults(settings, about(chosen.folder, chosen.version), chosen.folder):
        print(*found, sep="\n", file=sys.stderr)
        raise PackRefused("This content has faults, so there is no pack.",
                          f"Mend them until `kiosk check --folder {chosen.folder}` is quiet about them.")
    file = make(chosen.folder, chosen.to, chosen.version)
    print(f"{file} is made, {file.stat().st_size / 1e6:.1f} MB. Sign it: kiosk pack sign {file} --key NAME.key")
    return 0


def sign(chosen: Namespace, settings: Settings) -> int:
    def signature(raw: bytes, before: bytes) -> bytes:
        try:
            return trust.signed(raw, before, chosen.key)
        except PackRefused:
            if not sys.stdin.isatty() or not chosen.key.is_file():
                raise
        return trust.signed(raw, before, chosen.key, getpass.getpass(f"The password of {chosen.key}: ").encode())

    manifest = add_signature(chosen.file, signature)
    print(f"{manifest.label} is signed. Give people these words to compare: {words_of(chosen.file)}")
    return 0


def verify(chosen: Namespace, settings: Settings) -> int:
    manifest, signer, words = read_whole(chosen.file, chosen.keys or settings.packs.keys, _progress)
    print(f"{manifest.label}: {manifest.title}, layer {manifest.layer}, made on {manifest.made_on}, "
          f"to be installed by {manifest.expires}.")
    limits = " ".join(f"{word} {limit}" for word, limit in (("from", manifest.program_from),
                                                            ("up to", manifest.program_until)) if limit)
    print(f"Signed by {signer.name} ({signer.id}). {len(manifest.files)} files, {manifest.size / 1e6:.1f} MB. "
          f"For program versions: {limits or 'all'}.")
    print(f"Words to compare: {words}", *_holds(manifest), sep="\n")
    if chosen.files:
        print(*(f"{entry.size:>10}  {entry.path}" for entry in manifest.files), sep="\n")
    if date.today() > manifest.expires:
        print("It has expired: a kiosk refuses it.", file=sys.stderr)
        return 1
    return 0


def install(chosen: Namespace, settings: Settings) -> int:
    done = put_in(chosen.file, settings.packs.folder, chosen.keys or settings.packs.keys, try_on=try_on(settings),
                  progress=_progress)
    print(f"{done.name}-{done.version} ({done.title}) "
          + ("is installed. A running kiosk shows it as soon as nobody stands there." if done.changed
             else "was here already, and counts."))
    print(f"Words to compare: {done.fingerprint}")
    return 0


def show(chosen: Namespace, settings: Settings) -> int:
    """1 where a pack that counts is not shown."""
    shown = layers(settings.packs.folder)
    if chosen.json:
        print(json.dumps([_told(pack) for pack in packs(settings.packs.folder)], indent=1))
    else:
        print(*_lines(settings), sep="\n")
    print(*shown.said, sep="\n", end="\n" if shown.said else "", file=sys.stderr)
    return int(bool(shown.said))


def _lines(settings: Settings) -> Iterator[str]:
    yield "base          the program's own content"
    for pack in packs(settings.packs.folder):
        shelf = Shelf(settings.packs.folder, pack.name)
        others = [str(version) for version in shelf.versions if version != pack.version]
        yield f"{pack.layer:<14}{pack.manifest.label}: {pack.title}"
        yield f"              words to compare: {pack.fingerprint}"
        yield (f"              made on {pack.made_on}; "
               + ("confirmed: a kiosk has shown it" if pack.confirmed else
                  f"on trial, begun with {shelf.state.starts} times and not yet shown")
               + (f"; kept: {', '.join(others)}" if others else ""))
        if date.today() > pack.expires:
            yield f"              a newer one was due by {pack.expires}; this one stays until it comes"
        yield from (f"              {line}" for line in _holds(pack.manifest))
    for shelf in shelves(settings.packs.folder):
        if not shelf.active and shelf.versions:
            yield (f"taken back    {shelf.name}; kept: {', '.join(map(str, shelf.versions))} "
                   f"(kiosk pack rollback {shelf.name} --to VERSION)")


def _holds(manifest: Manifest) -> Iterator[str]:
    """Its walkthroughs and modules, told by whether the program has one of that name."""
    for kind in ("walkthroughs", "modules"):
        ids = sorted({entry.path.split("/")[1] for entry in manifest.files if entry.path.startswith(f"{kind}/")})
        there = {id for id in ids if (ASSETS / kind / id).is_dir()}
        for verb, some in (("replaces", there), ("adds", {*ids} - there)):
            if some:
                yield f"{verb} {kind}: {', '.join(sorted(some))}"


def _told(pack: Pack) -> dict:
    return {"name": pack.name, "layer": pack.layer, "version": pack.version, "title": pack.title,
            "fingerprint": pack.fingerprint, "made_on": pack.made_on.isoformat(), "expires": pack.expires.isoformat(),
            "state": pack.state, "damaged": fault_of(pack)}


def rollback(chosen: Namespace, settings: Settings) -> int:
    store = settings.packs.folder
    if why := unreadable(store):
        raise PackRefused(f"The packs' folder {store} cannot be read: {why}.", "Use sudo.")
    names = [shelf.name for shelf in shelves(store)]
    if chosen.name not in names:
        raise PackRefused(f"There is no pack “{chosen.name}” here.",
                          did_you_mean(chosen.name, names, "See: kiosk pack list"))
    shelf = Shelf(store, chosen.name)
    kept = [version for version in shelf.versions if version != shelf.active]
    wanted = shelf.former() if chosen.to is None else chosen.to
    if chosen.to is None and not wanted:
        raise PackRefused(f"No earlier version of {chosen.name} is kept.",
                          f"For the program's own content: kiosk pack rollback {chosen.name} --to 0")
    if wanted and wanted == shelf.active:
        raise PackRefused(f"Version {wanted} of {chosen.name} counts already.", "See: kiosk pack list.")
    if wanted and wanted not in kept:
        raise PackRefused(f"Version {wanted} of {chosen.name} is not kept.",
                          f"Choose from: {', '.join(map(str, (*kept, 0)))}.")
    pack = shelf.pack(wanted) if wanted else None
    if wanted and (pack is None or fault_of(pack)):
        raise PackRefused(f"Version {wanted} of {chosen.name} is damaged.", "Install it again from its file.")
    with disk_told(store), as_owner(store), locked(store):
        shelf.put_back(wanted)
    print(f"{pack.manifest.label if pack else 'The program’s own content'} counts again. A running kiosk shows it as "
          "soon as nobody stands there.")
    return 0


def steps(chosen: Namespace, settings: Settings) -> int:
    shown = layers_of(settings)
    catalogue, _problems = read_catalogue(shown.folders(ASSETS), None, settings.facts)
    if chosen.id not in catalogue.walkthroughs:
        raise PackRefused(f"There is no walkthrough “{chosen.id}”.", did_you_mean(chosen.id, catalogue.walkthroughs))
    layer = {pack.manifest.label: pack.layer for pack in shown.packs} | {ASSETS.name: "base"}
    for step in catalogue.walkthroughs[chosen.id].steps.values():
        title = step.title
        print(f"{layer.get(title.file.partition('/')[0], 'own folder'):<14}{title.file}:{title.line}  {step.id}")
    return 0
