"""The measure of everything: a Kivy window with one label, with the kiosk's own window settings and nothing else."""

from __future__ import annotations

import sys

from screens.window import prepare


def main(width: int, height: int) -> None:
    prepare((width, height))
    from kivy.app import App
    from kivy.core.window import Window
    from kivy.uix.label import Label

    class Bare(App):
        def build(self) -> Label:
            Window.clearcolor = (0, 0, 0, 1)
            return Label(text="Hallo, hallo, hallo", font_size=height // 8)

    Bare().run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
