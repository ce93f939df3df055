"""The compact JSON of IPDC and LPDC → services. Its keys are Dutch and fixed by the published context
(ipdc-lpdc-im.jsonld), so it is read without that context, whose address often points to a test host.

What rdflib cannot read is read here as well: language tags such as `nl/je`, authorities as {"id": "OVO002514"}, and an
order written as 0.0. A test compares every field with what rdflib makes of the same file.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from kiosk.lpdc.service import Address, Contact, Detail, ImportFault, Service, Website, Words, ordered, short

KINDS = {
    "InstantieSnapshot": "instance", "Instantie": "instance", "ConceptSnapshot": "concept", "Concept": "concept",
    "Tombstone": "tombstone", "as:Tombstone": "tombstone",
}
SERVICE_KEYS = ("naam", "beschrijving")
_Part = TypeVar("_Part")


def kind_of(item: object) -> str | None:
    """What a JSON object is; None for one that is no service in compact form."""
    if not isinstance(item, dict):
        return None
    for type in _list(item.get("@type")):
        if isinstance(type, str) and short(type) in KINDS:
            return KINDS[short(type)]
    return None


def read_compact(item: dict) -> Service:
    """A service from its JSON object. Raises ImportFault when a value has a shape that the format does not know."""
    iri = _text(item.get("isVersionOf")) or _text(item.get("@id"))
    if not iri:
        raise ImportFault("A service has no @id. Every service needs one, or nobody can tell which one it replaces.")
    snapshot = _text(item.get("@id")) if item.get("isVersionOf") else ""
    return Service(
        iri=iri, version=snapshot, kind=kind_of(item) or "instance",
        generated=_text(item.get("generatedAtTime")) or _text(item.get("deleted")),
        created=_text(item.get("creatie")), modified=_text(item.get("laatstGewijzigd")),
        starts=_text(item.get("startDienstVerlening")), ends=_text(item.get("eindeDienstVerlening")),
        archived=_text(item.get("gearchiveerd")).lower() in ("true", "1"),
        concept=_text(item.get("linkedConcept")), product=_text(item.get("productnummer")),
        title=_words(item.get("naam")), description=_words(item.get("beschrijving")),
        additional=_words(item.get("verdereBeschrijving")), exception=_words(item.get("uitzonderingen")),
        regulation=_words(item.get("regelgevingTekst")),
        requirements=_parts(item.get("voorwaarden"), _detail), procedures=_parts(item.get("procedures"), _detail),
        costs=_parts(item.get("kosten"), _detail), advantages=_parts(item.get("financieleVoordelen"), _detail),
        websites=_parts(item.get("websites"), _website), laws=_parts(item.get("regelgeving"), _website),
        contacts=_parts(item.get("contactgegevens"), _contact), keywords=_words(item.get("zoektermen")),
        themes=_codes(item.get("themas")), types=_codes(item.get("type")),
        audiences=_codes(item.get("doelgroepen")), authorities=_codes(item.get("bevoegdeOverheden")),
    )


def _detail(item: dict) -> Detail:
    return Detail(_words(item.get("naam")), _words(item.get("beschrijving")), _order(item),
                  _parts(item.get("websites"), _website), _parts(item.get("bewijs"), _detail))


def _website(item: dict) -> Website:
    return Website(_text(item.get("url")), _words(item.get("naam")), _words(item.get("beschrijving")), _order(item))


def _contact(item: dict) -> Contact:
    return Contact(_texts(item.get("email")), _texts(item.get("telefoonnummer")), _words(item.get("openingsuren")),
                   _texts(item.get("url")), _parts(item.get("adres"), _address), _order(item))


def _address(item: dict) -> Address:
    return Address(_words(item.get("straatnaam")), _text(item.get("huisnummer")), _text(item.get("busnummer")),
                   _text(item.get("postcode")), _words(item.get("gemeentenaam")), _words(item.get("land")))


def _parts(value: object, read: Callable[[dict], _Part]) -> tuple[_Part, ...]:
    found = [read(item) for item in _list(value) if isinstance(item, dict)]
    return ordered(found) if found and hasattr(found[0], "order") else tuple(found)


def _order(item: dict) -> float:
    value = item.get("order")
    if isinstance(value, dict):
        value = value.get("@value")
    try:
        number = float(value) if value is not None else 0.0
    except (TypeError, ValueError):
        return 0.0
    return number if math.isfinite(number) else 0.0


def _words(value: object) -> Words:
    """A language map {"nl": "…", "en": ["…", "…"]}; a bare text and {"@language", "@value"} are taken too."""
    found: list[tuple[str, str]] = []
    for item in _list(value):
        if isinstance(item, dict) and "@value" in item:
            found.append((_text(item.get("@language")), _text(item)))
        elif isinstance(item, dict):
            found += [(tag, _text(text)) for tag, texts in item.items() for text in _list(texts)]
        else:
            found.append(("", _text(item)))
    return tuple((tag, text) for tag, text in found if text)


def _codes(value: object) -> tuple[str, ...]:
    """Codes such as "BurgerOverheid", whole addresses, or objects with an id."""
    return tuple(filter(None, (_text(item) for item in _list(value))))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text for text in (_text(item) for item in _list(value)) if text)


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case {"@value": inner} | {"@id": inner} | {"id": inner}:
            return _text(inner) if not isinstance(inner, dict) else ""
    return ""


def _list(value: object) -> list:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
