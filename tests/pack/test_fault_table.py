"""Every way in which a file can be no pack for this kiosk: one sentence with a remedy, and nothing has changed."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import tarfile
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import ABOUT, FILES, TODAY, Maker, confirmed, shown

from kiosk.pack import container, keys
from kiosk.pack.container import BLOCK, END, header
from kiosk.pack.install import install, verify
from kiosk.pack.manifest import LARGEST_FILE, Entry, check_paths, decoded
from kiosk.pack.refused import PackRefused
from kiosk.pack.store import ASIDE


@pytest.fixture
def kiosk(maker, store):
    """A kiosk that shows gent-6; gives what it says of a file. Whatever it says, it shows gent-6 afterwards."""
    maker.install(maker.pack(6), store)
    confirmed(store)

    def refuses(content, **other) -> str:
        file = content if not isinstance(content, bytes) else maker.folder / "tried.kioskpack"
        if isinstance(content, bytes):
            file.write_bytes(content)
        with pytest.raises(PackRefused) as caught:
            maker.install(file, store, **other)
        assert shown(store) == ["gent-6"] and list((store / ASIDE).iterdir()) == []
        sentence, remedy = caught.value.sentence, caught.value.remedy
        assert sentence.endswith(".") and remedy.endswith(".") and "\n" not in f"{sentence}{remedy}"
        return sentence

    return refuses


def test_a_byte_flipped_at_every_thousandth(maker, kiosk):
    whole = maker.pack(7).read_bytes()
    places = [*range(0, len(whole), 1000), *range(0, 2 * BLOCK, 61), len(whole) - 1]
    for place in places:
        kiosk(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1:])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_at_all_goes_unseen(maker, data):
    whole = maker.pack(7).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 600, len(whole))))
    put = data.draw(st.one_of(st.binary(max_size=40), st.just(whole[start:end][::-1]), st.just(bytes(BLOCK)),
                              st.just(whole[:BLOCK])))
    spoilt = whole[:start] + put + whole[end:]
    file = maker.folder / "changed.kioskpack"
    file.write_bytes(spoilt)
    if spoilt == whole:
        verify(file, maker.keys)
    else:
        with pytest.raises(PackRefused):
            verify(file, maker.keys)


def test_cut_off_anywhere(maker, kiosk):
    whole = maker.pack(7).read_bytes()
    for length in (*range(0, len(whole), 512), len(whole) - 1, 100, 600):
        said = kiosk(whole[:length])
        assert "cut off" in said or length < BLOCK and "not a content pack" in said, length


def test_what_follows_the_end(maker, kiosk):
    whole = maker.pack(7).read_bytes()
    for more in (b"x", bytes(BLOCK), header("gent-7/walkthroughs/x.yaml", 1) + bytes(BLOCK), whole):
        assert "longer than what was signed" in kiosk(whole + more)


def test_data_without_end(maker, kiosk, tmp_path):
    pipe = tmp_path / "pipe.kioskpack"
    os.mkfifo(pipe)
    endless = tmp_path / "endless.kioskpack"
    endless.write_bytes(maker.pack(7).read_bytes())
    os.truncate(endless, 1 << 40)                     # a terabyte of zeros; takes no room
    assert "not a content pack" in kiosk(pipe)
    assert "not a content pack" in kiosk(os.devnull) and "not a content pack" in kiosk("/dev/zero")
    assert "too large" in kiosk(endless)


def test_what_is_no_pack(kiosk, tmp_path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", bytes(50 << 20))
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("manifest.json"))
    for content in (b"", b"hello", bytes(5000), b"\x89PNG" * 300, bomb.getvalue(), tar.getvalue()):
        assert "not a content pack" in kiosk(content)
    assert "not a content pack" in kiosk(tmp_path)
    assert "cannot be read" in kiosk(tmp_path / "nowhere.kioskpack")


def test_a_description_that_claims_to_be_huge(maker, kiosk):
    rest = maker.pack(7).read_bytes()[BLOCK:]
    assert "changed, or damaged" in kiosk(header("manifest.json", (8 << 20) + 1) + rest)
    assert "cut off" in kiosk(header("manifest.json", 8 << 20) + rest)
    info = tarfile.TarInfo("manifest.json")
    info.size = 1 << 40                               # a number in base 256, as tar writes what is larger than 8 GB
    assert "changed, or damaged" in kiosk(info.tobuf(tarfile.GNU_FORMAT) + rest)


def test_signed_by_somebody_else(maker, kiosk, tmp_path):
    other = Maker(tmp_path, "elders")
    assert "key that this kiosk does not know" in kiosk(other.pack(7))
    whole = maker.pack(7).read_bytes()
    theirs = keys.signed(decoded_of(whole).encoded(), b"", other.secret)
    ours = keys.signed(decoded_of(whole).encoded(), b"", maker.secret)
    assert "does not fit" in kiosk(whole.replace(ours, ours[:24] + theirs[24:]))   # our name on their signature
    maker_and_other = with_signatures(whole, theirs + ours)
    (tmp_path / "both.kioskpack").write_bytes(maker_and_other)
    assert verify(tmp_path / "both.kioskpack", maker.keys)[1].name == "gent"
    assert "not signed" in kiosk(with_signatures(whole, b""))
    assert "signature of this pack is damaged" in kiosk(with_signatures(whole, b"rsa 1234\n"))


def test_a_signature_for_something_else_does_not_hold(maker, kiosk):
    """The key signs what begins so that only a pack begins: a signature made elsewhere cannot be carried over."""
    from base64 import b64encode

    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    whole = maker.pack(7).read_bytes()
    raw = decoded_of(whole).encoded()
    private = load_pem_private_key(maker.secret.read_bytes(), None)
    line = f"ed25519 {keys.id_of(private.public_key())} {b64encode(private.sign(raw)).decode()}\n"
    assert "does not fit" in kiosk(with_signatures(whole, line.encode()))


def test_a_stick_that_is_worn_or_taken_out_while_it_is_read(maker, kiosk, monkeypatch):
    class Worn(io.FileIO):
        left = 3

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            if self.left < 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().read(size)

    for reads in (0, 1, 5, 9, 15):
        monkeypatch.setattr(Worn, "left", reads)
        monkeypatch.setattr(container, "open", Worn, raising=False)
        assert kiosk(maker.pack(7)) == "This pack could not be read to its end: Input/output error."


def test_expired_and_a_clock_that_is_wrong(maker, kiosk, store):
    last = ABOUT.expires
    assert f"by {last}" in kiosk(maker.pack(7), today=last + timedelta(days=1))
    maker.install(maker.pack(7), store, today=date(1970, 1, 1))      # no clock yet: the version number still counts
    assert shown(store) == ["gent-7"]


def test_what_has_expired_stays_on_the_screen(maker, store):
    """Freeze: nobody can blank a kiosk by keeping new packs from it."""
    maker.install(maker.pack(6, expires=TODAY), store)
    confirmed(store)
    assert shown(store) == ["gent-6"]                 # `layers` has no clock at all
    assert maker.install(maker.pack(7), store, today=TODAY + timedelta(days=300)).changed is not False
    assert shown(store) == ["gent-7"]


def test_a_step_back(maker, kiosk, store):
    assert "older than what was here already, version 6" in kiosk(maker.pack(5))
    assert "Another pack with the same name and version" in kiosk(maker.pack(6, FILES | {"note.txt": b"x"}))
    assert maker.install(maker.pack(6), store).changed is False


def test_another_program_version(maker, kiosk, store):
    assert "is for program versions from 0.2, and here is 0.1.0" in kiosk(maker.pack(7, program_from="0.2"))
    assert "up to 0.0.9" in kiosk(maker.pack(7, program_until="0.0.9"))
    assert maker.install(maker.pack(7, program_from="0.1.0", program_until="0.1"), store).changed


def test_no_key_and_a_wrong_key(maker, kiosk, store, tmp_path):
    empty = tmp_path / "keys"
    empty.mkdir()
    for put, said in ((None, "trusts nobody"), (b"hello", "is not a key for packs"),
                      (maker.secret.read_bytes(), "is not a key for packs")):
        if put is not None:
            (empty / "a.pem").write_bytes(put)
        with pytest.raises(PackRefused, match=said):
            install(maker.pack(7), store, empty)
    assert shown(store) == ["gent-6"]


def test_a_key_in_the_folder_of_a_layer_signs_that_layer_and_no_other(maker, kiosk, store, tmp_path):
    """A municipality's key on a kiosk of a province can neither make a base of its own nor take the province's away."""
    city, trusted = Maker(tmp_path / "city", "stad"), tmp_path / "trusted"
    shutil.copytree(maker.keys, trusted)
    (trusted / "municipality").mkdir()
    shutil.copy(city.public, trusted / "municipality")
    maker.install(maker.pack(1, name="oost", layer="province"), store)

    def says(file) -> str:
        with pytest.raises(PackRefused) as caught:
            install(file, store, trusted, today=TODAY, program="0.1.0")
        return str(caught.value)

    for layer in ("base", "province"):
        assert f"is of the layer {layer}, and its key (municipality/stad)" in says(city.pack(2, name="x", layer=layer))
    assert "oost-1, which is here, of the layer province" in says(city.pack(2, name="oost"))
    assert shown(store) == ["oost-1", "gent-6"]
    assert install(city.pack(7), store, trusted, today=TODAY, program="0.1.0").changed
    (trusted / "gemeente").mkdir()
    shutil.copy(city.public, trusted / "gemeente")
    assert "folder that is no layer. Choose from: base, province, municipality" in says(city.pack(8))


ESCAPES = ["/etc/passwd.txt", "../x.yaml", "a/../../x.yaml", "a//x.yaml", "./x.yaml", "a/./x.yaml", "a\\..\\x.yaml",
           "x.yaml\0", "C:/x.yaml", "~/x.yaml", ".ssh/x.txt", "a/.git/x.txt", "con.yaml", "a/NUL.txt", "x.py", "x.so",
           "x.sh", "x", "", "x.yaml/", "-rf.txt", "é.yaml", "e\u0301.yaml", "\u202eyaml.txt", "a b.yaml",
           "a" * 90 + ".yaml", "a/" * 70 + "x.md", "x.yaml\n", "$(x).txt", "*.txt"]


@pytest.mark.parametrize("path", ESCAPES)
def test_a_path_that_leaves_its_folder_is_refused_although_it_is_signed(path):
    with pytest.raises(PackRefused, match="may not be in a pack"):
        check_paths([path])


@pytest.mark.parametrize("paths", [("a.yaml", "a.yaml"), ("a/B.yaml", "a/b.yaml"), ("a.txt", "a.txt/b.yaml")])
def test_two_files_with_one_name(paths):
    with pytest.raises(PackRefused):
        check_paths(paths)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[a-z./\\~-]{1,30}\.(yaml|txt)", fullmatch=True))
def test_no_accepted_path_leaves_its_folder(path):
    try:
        check_paths([path])
    except PackRefused:
        return
    assert os.path.normpath(os.path.join("/store/gent", path)) == f"/store/gent/{path}" and path.isascii()


def test_links_devices_and_other_kinds_in_the_tar(maker, kiosk):
    """Headers are compared with those that must be there, so every other kind is simply something else."""
    whole = maker.pack(7).read_bytes()
    path = "gent-7/locales/fr/LC_MESSAGES/walkthroughs.mo"
    right = header(path, 1400)
    assert right in whole
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE,
                 tarfile.GNUTYPE_SPARSE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE):
        info = tarfile.TarInfo(path)
        info.size, info.mode, info.type, info.linkname = 1400, 0o444, kind, "/etc/passwd"
        assert "changed after it was signed" in kiosk(whole.replace(right, info.tobuf(tarfile.GNU_FORMAT)[:BLOCK]))
    for other in (header("../../x.mo", 1400), header(path, 1401), bytes(BLOCK)):
        assert "changed after it was signed" in kiosk(whole.replace(right, other))


@pytest.mark.parametrize("change", [
    {"format": 2}, {"name": "../x"}, {"name": ""}, {"layer": "king"}, {"version": 0}, {"version": "7"},
    {"version": True}, {"version": 10**30}, {"title": ""}, {"title": "a\nb"}, {"title": "x" * 81},
    {"made_on": "gisteren"}, {"expires": 5}, {"program_from": "1.x"}, {"files": None}, {"files": [{}]},
    {"files": [{"path": "a.md", "size": -1, "sha256": "0" * 64}]},
    {"files": [{"path": "a.md", "size": LARGEST_FILE + 1, "sha256": "0" * 64}]},
    {"files": [{"path": "a.md", "size": 1, "sha256": "X" * 64}]},
    {"files": [{"path": 5, "size": 1, "sha256": "0" * 64}]},
    {"files": [{"path": f"{n}.md", "size": LARGEST_FILE, "sha256": "0" * 64} for n in range(17)]},
])
def test_a_description_that_says_nonsense_is_refused_although_it_is_signed(change):
    told = json.loads(ABOUT.encoded()) | change
    with pytest.raises(PackRefused):
        decoded(json.dumps(told).encode())


def test_a_description_that_is_no_json():
    for raw in (b"", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"format": 1' + b"0" * 6000 + b"}", b"{}"):
        with pytest.raises(PackRefused):
            decoded(raw)


@settings(max_examples=60, deadline=None)
@given(version=st.integers(1, 10**11),
       title=st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=60),
       files=st.dictionaries(st.from_regex(r"[a-z0-9]{1,9}(/[a-z0-9]{1,9}){0,3}\.md", fullmatch=True),
                             st.binary(max_size=2000), max_size=6))
def test_what_is_packed_comes_out(maker, version, title, files):
    paths = sorted(files)
    if any(other.startswith(f"{path}/") for path in paths for other in paths):
        return
    file = maker.folder / "any.kioskpack"
    file.write_bytes(maker.signed(replace(ABOUT, version=version, title=title), files))
    manifest, signer, _words = verify(file, maker.keys)
    assert (manifest.version, manifest.title, signer.name) == (version, title, "gent")
    with tarfile.open(file) as archive:                             # and for everybody else it is an ordinary tar
        inside = {name: archive.extractfile(name).read() for name in archive.getnames()[2:]}
    assert inside == {f"gent-{version}/{path}": data for path, data in files.items()}


def test_the_bytes_of_a_pack_are_those_of_last_year():
    """The kiosk compares headers byte for byte, so a Python that writes them otherwise would refuse every pack."""
    from hashlib import sha256

    assert sha256(header("gent-7/walkthroughs/eigen/walkthrough.yaml", 520)).hexdigest() == HEADER
    assert sha256(replace(ABOUT, files=(Entry("a.md", 1, "0" * 64),)).encoded()).hexdigest() == MANIFEST


HEADER = "8385e1434b82c374412745db7912a9f0c13ab8100287293a18ce13dcd388f8d8"
MANIFEST = "9756143a1e01a07b2ebfd938a4757ffcc6791bb1881cdf49cb8022475172995a"


def decoded_of(whole: bytes):
    size = int(whole[124:135], 8)
    return decoded(whole[BLOCK:BLOCK + size])


def with_signatures(whole: bytes, signatures: bytes) -> bytes:
    first = BLOCK + int(whole[124:135], 8)
    first += -first % BLOCK
    size = int(whole[first + 124:first + 135], 8)
    rest = first + BLOCK + size + -size % BLOCK
    assert whole.endswith(END)
    return (whole[:first] + header("manifest.sig", len(signatures)) + signatures + bytes(-len(signatures) % BLOCK)
            + whole[rest:])
