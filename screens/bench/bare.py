"""The measure of everything: a Kivy window with one label that changes colour at a touch, and nothing of the kiosk.

It has the kiosk's window settings, but takes nothing from screens/window.py: whatever the kiosk does at its start, or
leaves out, shows in the ratio.
"""

from __future__ import annotations

import os
import sys

SAME_WINDOW = {"multisamples": 0, "maxfps": 30, "borderless": 1, "resizable": 0, "show_cursor": 0, "fullscreen": 0,
               "position": "custom", "left": 0, "top": 0}


def main(width: int, height: int) -> None:
    os.environ.update(KIVY_NO_ARGS="1", KIVY_NO_CONFIG="1", KIVY_NO_FILELOG="1", KIVY_NO_CONSOLELOG="1")
    from kivy.config import Config

    for name, value in {**SAME_WINDOW, "width": width, "height": height}.items():
        Config.set("graphics", name, str(value))
    Config.remove_option("input", "%(name)s")  # only the mouse, as in the kiosk
    from kivy.app import App
    from kivy.uix.label import Label

    class Touched(Label):
        def on_touch_down(self, touch: object) -> bool:
            self.color = (1, 1, 0, 1) if self.color[2] else (1, 1, 1, 1)
            return True

    class Bare(App):
        def build(self) -> Label:
            return Touched(text="Hallo, hallo, hallo", font_size=height // 8)

    Bare().run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
