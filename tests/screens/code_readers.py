"""What a phone and a desk's scanner read from a picture of the screen: two decoders that know nothing of each other."""

from __future__ import annotations

import cv2
import numpy
import zxingcpp
from PIL import Image

from kiosk.handoff import letters
from kiosk.handoff.record import Record


def texts_in(picture: Image.Image) -> list[str]:
    """The texts of all QR codes, as zxing-cpp and OpenCV read them; one text from each when all is well."""
    seen, found, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(numpy.asarray(picture))
    return [code.text for code in zxingcpp.read_barcodes(picture)] + [text for text in (found if seen else ()) if text]


def readers(picture: Image.Image) -> list[str]:
    """The text of the one code, as zxing-cpp and as OpenCV's ArUco detector read it. OpenCV's older one, above, misses
    some: large ones, and others by bad luck."""
    grey = numpy.asarray(picture.convert("L"))
    return [*(code.text for code in zxingcpp.read_barcodes(picture)),
            cv2.QRCodeDetectorAruco().detectAndDecode(grey)[0]]


def record_in(picture: Image.Image) -> Record | None:
    """The record in the picture's one code; None when the two do not both read it, and read the same."""
    texts = texts_in(picture)
    return letters.decode(texts[0]) if len(texts) == 2 and texts[0] == texts[1] else None
