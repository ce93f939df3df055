"""Turtle, and JSON-LD that is not IPDC's compact kind → services, with rdflib. IPDC, LPDC and CPSV-AP 3.2 use mostly
the same words; where they differ, both are asked for.

No context is ever fetched: the one of CPSV-AP lies beside this file, and every other address is left out.
"""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import rdflib
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from kiosk.lpdc.service import Address, Contact, Detail, ImportFault, Service, Website, Words, ordered, short

OWN = "https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#"
CV, CPSV, DCT, SCHEMA = ("http://data.europa.eu/m8g/", "http://purl.org/vocab/cpsv#", "http://purl.org/dc/terms/",
                         "http://schema.org/")
ADDRESS, LOCN = "https://data.vlaanderen.be/ns/adres#", "http://www.w3.org/ns/locn#"
TREE, PROV = "https://w3id.org/tree#", "http://www.w3.org/ns/prov#"
KINDS = {
    f"{OWN}InstancePublicService": "instance", f"{OWN}InstancePublicServiceSnapshot": "instance",
    f"{OWN}ConceptualPublicService": "concept", f"{OWN}ConceptualPublicServiceSnapshot": "concept",
    f"{CPSV}PublicService": "instance", f"{CV}PublicService": "instance",
    "https://www.w3.org/ns/activitystreams#Tombstone": "tombstone",
    "http://www.w3.org/ns/activitystreams#Tombstone": "tombstone",
}
TITLE, DESCRIPTION = (f"{DCT}title", "http://www.w3.org/2004/02/skos/core#prefLabel"), (f"{DCT}description",)
URL = (f"{SCHEMA}url", f"{CV}accessURL", f"{CV}channelURL", "http://xmlns.com/foaf/0.1/page",
       "http://www.w3.org/ns/dcat#landingPage")
CPSV_CONTEXT = Path(__file__).with_name("cpsv-ap.jsonld")
BASE = "urn:kiosk:import/"
"""What a relative address is taken to be relative to: nothing."""
INVALID_TAG = re.compile(r'(?<=")@nl/(?=(je|u)\b)', re.IGNORECASE)
"""The language tags "nl/je" and "nl/u" of a known faulty feed, as they would stand in Turtle."""
_Part = TypeVar("_Part")


def read_turtle(text: str, name: str) -> tuple[list[Service], list[str]]:
    """The services and the pages that the text refers to. Raises ImportFault when it is no Turtle."""
    return _read(INVALID_TAG.sub("@nl-", text), "turtle", name)


def read_json_ld(value: object, name: str) -> tuple[list[Service], list[str]]:
    """The same for JSON that was parsed already."""
    try:
        text = json.dumps(_inlined(value))
    except RecursionError:
        raise ImportFault(f"{name} is nested deeper than any real file. Ask where it comes from.") from None
    return _read(text, "json-ld", name)


def _read(text: str, format: str, name: str) -> tuple[list[Service], list[str]]:
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # it complains of each 0.0 that should be a whole number
    normal, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False  # times keep their nine decimals
    try:
        graph = Graph(bind_namespaces="none").parse(data=text, format=format, publicID=BASE)
    except RecursionError:
        raise ImportFault(f"{name} is nested deeper than any real file. Ask where it comes from.") from None
    except Exception as fault:  # rdflib's parsers raise what they like
        raise ImportFault(f"{name} is no sound {'Turtle' if format == 'turtle' else 'JSON-LD'}{_where(fault)}. Get the "
                          "file again; if that does not help, tell who publishes it.") from None
    finally:
        rdflib.NORMALIZE_LITERALS = normal
    return _services(graph), sorted({str(node) for node in graph.objects(None, URIRef(f"{TREE}node"))})


def _where(fault: Exception) -> str:
    line = getattr(fault, "lines", None)
    return f" (line {line + 1})" if isinstance(line, int) else ""


def _inlined(value: object) -> object:
    """The same JSON with contexts by address replaced by our copy, or left out."""
    if isinstance(value, list):
        return [_inlined(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _context(item) if key == "@context" else _inlined(item)
            for key, item in value.items() if key != "@import"}


def _context(value: object) -> list:
    contexts: list = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            contexts.append(_inlined(item))
        elif isinstance(item, str) and "cpsv-ap" in item.lower():
            contexts.append(_cpsv_context())
    return contexts


@cache
def _cpsv_context() -> dict:
    return json.loads(CPSV_CONTEXT.read_text("utf-8"))["@context"]


def _services(graph: Graph) -> list[Service]:
    kinds = {subject: kind for type, kind in KINDS.items() for subject in graph.subjects(RDF.type, URIRef(type))}
    return [_Reader(graph, node).service(kind) for node, kind in sorted(kinds.items(), key=lambda one: str(one[0]))]


class _Reader:
    """One node of the graph."""

    def __init__(self, graph: Graph, node: object) -> None:
        self.graph, self.node = graph, node

    def service(self, kind: str) -> Service:
        iri, of = str(self.node), self.text(f"{DCT}isVersionOf")
        return Service(
            iri=of or iri, version=iri if of else "", kind=kind,
            generated=self.text(f"{PROV}generatedAtTime", "https://www.w3.org/ns/activitystreams#deleted"),
            created=self.text(f"{SCHEMA}dateCreated", f"{DCT}issued"),
            modified=self.text(f"{SCHEMA}dateModified", f"{DCT}modified"),
            starts=self.text(f"{SCHEMA}startDate"), ends=self.text(f"{SCHEMA}endDate"),
            archived=self.text(f"{OWN}isArchived").lower() in ("true", "1"),
            concept=self.text(f"{DCT}source"), product=self.text(f"{SCHEMA}productID", f"{DCT}identifier"),
            title=self.words(*TITLE), description=self.words(*DESCRIPTION),
            additional=self.words(f"{OWN}additionalDescription"), exception=self.words(f"{OWN}exception"),
            regulation=self.words(f"{OWN}regulation"),
            requirements=self.parts(_Reader.detail, "http://vocab.belgif.be/ns/publicservice#hasRequirement",
                                    f"{CV}hasRequirement", f"{CV}holdsRequirement"),
            evidence=self._evidence(),
            procedures=self.parts(_Reader.detail, f"{CPSV}follows"),
            costs=self.parts(_Reader.cost, f"{CV}hasCost"),
            advantages=self.parts(_Reader.detail, f"{CPSV}produces"),
            channels=self.parts(_Reader.detail, f"{CV}hasChannel"), duration=self.texts(f"{CV}processingTime"),
            websites=self.parts(_Reader.website, str(RDFS.seeAlso)),
            laws=self.parts(_Reader.website, f"{CV}hasLegalResource"),
            contacts=self.parts(_Reader.contact, f"{CV}hasContactPoint", f"{CV}contactPoint"),
            keywords=self.words("http://www.w3.org/ns/dcat#keyword"),
            themes=self.texts(f"{CV}thematicArea"), types=self.texts(f"{DCT}type"),
            audiences=self.texts(f"{OWN}targetAudience"), authorities=self.texts(f"{CV}hasCompetentAuthority"),
        )

    def _evidence(self) -> tuple[Detail, ...]:
        """What CPSV-AP asks for at the service itself, less what a requirement names already."""
        named = {evidence for requirement in self.objects(f"{CV}holdsRequirement", f"{CV}hasRequirement")
                 for evidence in self.graph.objects(requirement, URIRef(f"{CV}hasSupportingEvidence"))}
        return ordered([_Reader(self.graph, node).detail() for node in self.objects(f"{CPSV}hasInput")
                        if node not in named and not isinstance(node, Literal)])

    def detail(self) -> Detail:
        """Evidence hangs on requirements and on nothing else, so this goes one level deep and never round."""
        evidence = [_Reader(self.graph, node) for node in self.objects(f"{CV}hasSupportingEvidence")]
        websites = [_Reader(self.graph, node).website() for node in self.objects(f"{OWN}hasWebsite")]
        websites += [Website(url) for url in self.texts(*URL)]
        return Detail(self.words(*TITLE), self.words(*DESCRIPTION), self.order(), ordered(websites), ordered(
            [Detail(one.words(*TITLE), one.words(*DESCRIPTION), one.order()) for one in evidence]))

    def cost(self) -> Detail:
        """CPSV-AP has a value and a currency; they become words."""
        detail, value = self.detail(), self.text(f"{CV}value")
        if not value:
            return detail
        amount = f"{value} {short(self.text(f'{CV}currency')) or 'EUR'}"
        return Detail(detail.title, (("", amount), *detail.description), detail.order, detail.websites)

    def website(self) -> Website:
        if isinstance(self.node, Literal):
            return Website(str(self.node))
        url = self.text(*URL)
        if not url and isinstance(self.node, URIRef) and (self.node, None, None) not in self.graph:
            url = str(self.node)  # no name and no address of its own: the IRI is the address
        return Website(url, self.words(*TITLE), self.words(*DESCRIPTION), self.order())

    def contact(self) -> Contact:
        hours = list(self.words(f"{SCHEMA}openingHours", f"{CV}openingHours"))
        for node in self.objects(f"{CV}openingHours", f"{CV}specialOpeningHoursSpecification"):
            if not isinstance(node, Literal):
                hours += _Reader(self.graph, node).words(*DESCRIPTION)
        addresses = [_Reader(self.graph, node).address() for node in self.objects(f"{OWN}address", f"{LOCN}address")]
        return Contact(self.texts(f"{SCHEMA}email", f"{CV}email"), self.texts(f"{SCHEMA}telephone", f"{CV}telephone"),
                       tuple(hours), self.texts(f"{SCHEMA}url", f"{CV}contactPage"), tuple(addresses), self.order())

    def address(self) -> Address:
        return Address(self.words(f"{ADDRESS}Straatnaam", f"{LOCN}thoroughfare", f"{LOCN}fullAddress"),
                       self.text(f"{ADDRESS}Adresvoorstelling.huisnummer", f"{LOCN}locatorDesignator"),
                       self.text(f"{ADDRESS}Adresvoorstelling.busnummer", f"{LOCN}poBox"),
                       self.text(f"{ADDRESS}postcode", f"{LOCN}postCode"),
                       self.words(f"{ADDRESS}gemeentenaam", f"{LOCN}postName"),
                       self.words(f"{ADDRESS}land", f"{LOCN}adminUnitL1"))

    def parts(self, read: Callable[[_Reader], _Part], *predicates: str) -> tuple[_Part, ...]:
        return ordered([read(_Reader(self.graph, node)) for node in self.objects(*predicates)])

    def objects(self, *predicates: str) -> Iterator:
        """Each once, in an order that is always the same."""
        found = {node: None for predicate in predicates for node in self.graph.objects(self.node, URIRef(predicate))}
        return iter(sorted(found, key=str))

    def words(self, *predicates: str) -> Words:
        found = [(node.language or "", str(node)) for node in self.objects(*predicates) if isinstance(node, Literal)]
        return tuple((tag, text) for tag, text in found if text)

    def texts(self, *predicates: str) -> tuple[str, ...]:
        return tuple(filter(None, map(_plain, self.objects(*predicates))))

    def text(self, *predicates: str) -> str:
        return next(iter(self.texts(*predicates)), "")

    def order(self) -> float:
        """It is also written as 0.0, which is no whole number; then only its letters are left."""
        try:
            number = float(self.text("http://www.w3.org/ns/shacl#order") or 0)
        except ValueError:
            return 0.0
        return number if math.isfinite(number) else 0.0


def _plain(node: object) -> str:
    return str(node) if isinstance(node, (URIRef, Literal)) else ""

