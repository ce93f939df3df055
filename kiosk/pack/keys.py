"""Keys: who may make packs for a kiosk. Ed25519, in the PEM files that OpenSSL writes too.

A key pair is two files: NAME.key signs and stays with one or two people, off the network; NAME.pem goes into the keys
folder of each kiosk, and one more there is all that a change of keys takes. Where it lies says what it may sign:

    /etc/kiosk/keys/NAME.pem           packs of every layer
    /etc/kiosk/keys/province/NAME.pem  those of this layer alone; a key may lie in two of these folders
"""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.pack.container import LARGEST_SIGNATURES
from kiosk.pack.manifest import LAYERS
from kiosk.pack.refused import ALTERED, PackRefused

SEALED = b"digipunt kiosk pack 1\n"
"""Before what is signed, so that a signature made for something else never holds for a pack."""
LARGEST_KEY = 4096
_LINE = re.compile(rb"ed25519 ([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)\n")


@dataclass(frozen=True, slots=True)
class Key:
    """A public key that the kiosk trusts. ``name`` is that of its file, ``id`` 16 hexadecimal digits, ``layers`` those
    whose packs it may sign."""

    name: str
    id: str
    public: Ed25519PublicKey
    layers: tuple[str, ...] = LAYERS


def make(to: Path, password: bytes | None = None) -> tuple[Path, Path]:
    """A new pair: the files ``to``.key and ``to``.pem. Raises PackRefused where one of them exists."""
    private = Ed25519PrivateKey.generate()
    locked = pem.BestAvailableEncryption(password) if password else pem.NoEncryption()
    secret = private.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, locked)
    public = private.public_key().public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo)
    files = to.with_name(f"{to.name}.key"), to.with_name(f"{to.name}.pem")
    if there := next((file for file in files if os.path.lexists(file)), None):
        raise PackRefused(f"{there} exists already, and a key that is lost cannot be made again.",
                          "Choose another name.")
    made: list[Path] = []
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        for file, content, mode in zip(files, (secret, public), (0o600, 0o644), strict=True):
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
                made.append(file)
                out.write(content)
    except OSError as fault:
        for file in made:  # half a pair would only be in the way of the next one
            file.unlink()
        raise PackRefused(f"The keys cannot be written to {to.parent}: {fault.strerror}.",
                          "Choose a folder that can be written.") from None
    return files


def signed(raw: bytes, signatures: bytes, key: Path, password: bytes | None = None) -> bytes:
    """The signatures with one more, by the private key in ``key``. Raises PackRefused."""
    try:
        private = pem.load_pem_private_key(key.read_bytes()[:LARGEST_KEY], password)
    except OSError as fault:
        raise PackRefused(f"The key {key} cannot be read: {fault.strerror}.", "Check its name.") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise PackRefused(f"{key} is not a key that signs, or its password is another.",
                          "Give the file that ends in .key, made with `kiosk pack key`.") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise PackRefused(f"{key} is a key of another kind.", "Make one with `kiosk pack key`.")
    id = id_of(private.public_key())
    others = b"".join(b"ed25519 %s %s\n" % one for one in _LINE.findall(signatures) if one[0] != id.encode())
    return others + b"ed25519 %s %s\n" % (id.encode(), base64.b64encode(private.sign(SEALED + raw)))


def trusted(folder: Path) -> tuple[Key, ...]:
    """Every public key in the folder, by name. Raises PackRefused where there is none: then nothing can be trusted."""
    found = []
    for file in sorted((*folder.glob("*.pem"), *folder.glob("*/*.pem"))):
        layers = LAYERS if file.parent == folder else (file.parent.name,)
        if not {*layers} <= {*LAYERS}:
            raise PackRefused(f"{file} is in a folder that is no layer.", f"Choose from: {', '.join(LAYERS)}; or put "
                              f"it into {folder} itself, and it may sign packs of each.")
        try:
            public = public_in(file.read_bytes())
        except OSError as fault:
            raise PackRefused(f"The key {file} cannot be read: {fault.strerror}.", "Look at its permissions.") from None
        if public is None:
            raise PackRefused(f"{file} is not a key for packs.", "Replace it by the .pem file that `kiosk pack key` "
                              "made, or take it out.")
        found.append(Key(str(file.relative_to(folder).with_suffix("")), id_of(public), public, layers))
    if not found:
        raise PackRefused(f"This kiosk trusts nobody's packs yet: {folder} holds no key.",
                          "Put the .pem file of who makes your packs there.")
    return tuple(found)


def public_in(content: bytes) -> Ed25519PublicKey | None:
    """The key that a .pem file holds; None where it is another kind, or no key."""
    try:
        public = pem.load_pem_public_key(content[:LARGEST_KEY])
    except (ValueError, UnsupportedAlgorithm):
        return None
    return public if isinstance(public, Ed25519PublicKey) else None


def verify(raw: bytes, signatures: bytes, keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """The trusted keys that signed these bytes. Raises PackRefused when none did."""
    if not signatures:
        raise PackRefused("This pack is not signed.", "Sign it with `kiosk pack sign`.")
    lines = _LINE.findall(signatures)
    if b"".join(b"ed25519 %s %s\n" % line for line in lines) != signatures or len(signatures) > LARGEST_SIGNATURES:
        raise PackRefused("The signature of this pack is damaged.", ALTERED)
    signed_by = [(key, base64.b64decode(signature)) for id, signature in lines for key in keys if key.id.encode() == id]
    if not signed_by:
        raise PackRefused("This pack is signed with a key that this kiosk does not know "
                          f"({', '.join(id.decode() for id, _ in lines)}).",
                          "Ask who made it for their .pem file, and put it in the keys folder if you trust them.")
    try:
        for key, signature in signed_by:
            key.public.verify(signature, SEALED + raw)
    except InvalidSignature:
        raise PackRefused("This pack was changed after it was signed: its signature does not fit it.",
                          ALTERED) from None
    return tuple(key for key, _ in signed_by)


def for_layer(signed_by: tuple[Key, ...], layer: str) -> Key:
    """The one among them that may sign packs of this layer. Raises PackRefused when none may."""
    if found := next((key for key in signed_by if layer in key.layers), None):
        return found
    raise PackRefused(f"This pack is of the layer {layer}, and its key ({signed_by[0].name}) may sign only "
                      f"{signed_by[0].layers[0]}.", f"Ask who made it; if they may make {layer} too, put their .pem "
                      f"file into the folder {layer} of the keys folder.")


def id_of(public: Ed25519PublicKey) -> str:
    return sha256(public.public_bytes(pem.Encoding.Raw, pem.PublicFormat.Raw)).hexdigest()[:16]
