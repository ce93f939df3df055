"""Sound: louder, softer, slower, faster, off, and the screen once more."""

from __future__ import annotations

from kiosk.visit.session import Press
from screens.screen import Scene, Screen


def sound(scene: Scene) -> Screen:
    title = scene.say("sound.title")
    buttons = [("sound.reread", "replay", Press.REREAD), ("sound.softer", "volume_down", Press.SOFTER),
               ("sound.louder", "volume_up", Press.LOUDER), ("sound.slower", "slow_motion_video", Press.SLOWER),
               ("sound.faster", "fast_forward", Press.FASTER),
               ("sound.on", "volume_up", Press.MUTE) if scene.muted else ("sound.off", "volume_off", Press.MUTE)]
    tiles = [scene.button(key, icon, press, stacked=True, icon_size=10) for key, icon, press in buttons]
    aloud = [title, *(tile.unit for tile in tiles)]
    return Screen(icon="volume_up", title=title, tiles=list(tiles), aloud=aloud)
