"""Where answers lead: on small graphs drawn here, and against a slow walk on random ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.graph import dead_ends, main_line, reachable, unreachable
from kiosk.catalogue.model import FINISHED, Choice, Choose, HandOver, Step, Tell, Text, Trouble

NO_WORDS = Text("", "")


@dataclass
class Graph:
    steps: dict[str, Step]
    first: str


def trouble(to: str) -> Trouble:
    return Trouble("x", 1, "", NO_WORDS, to)


def tell(id: str, next: str, *troubles: str) -> Step:
    return Tell(id, 1, "", NO_WORDS, (), tuple(map(trouble, troubles)), next)


def choose(id: str, *to: str) -> Step:
    return Choose(id, 1, "", NO_WORDS, (), (), tuple(Choice("", "", NO_WORDS, target) for target in to))


def person(id: str) -> Step:
    return HandOver(id, 1, "", NO_WORDS, (), (), ())


def graph(*steps: Step) -> Graph:
    return Graph({step.id: step for step in steps}, steps[0].id)


def test_a_straight_walkthrough():
    straight = graph(tell("a", "b"), tell("b", "c"), tell("c", FINISHED))
    assert reachable(straight) == {"a", "b", "c"}
    assert main_line(straight, "a") == ("a", "b", "c")
    assert main_line(straight, "c") == ("c",)
    assert dead_ends(straight) == unreachable(straight) == ()


def test_a_circle_without_a_way_out_is_a_dead_end():
    circle = graph(choose("a", "b", FINISHED), tell("b", "c"), tell("c", "b"))
    assert dead_ends(circle) == ("b", "c")
    assert main_line(circle, "a") == ("a",) and main_line(circle, "b") == ("b",)


def test_a_circle_with_a_trouble_that_leads_to_a_person_is_not():
    circle = graph(tell("a", "b"), tell("b", "a", "help"), person("help"))
    assert dead_ends(circle) == ()


def test_a_step_nothing_leads_to():
    assert unreachable(graph(tell("a", FINISHED), tell("b", "a"))) == ("b",)


def test_the_main_line_does_not_count_on_something_going_wrong():
    walkthrough = graph(tell("a", "b", "help"), tell("b", "c", "help"), tell("c", FINISHED, "help"),
                        tell("remedy", "b"), tell("way-out", "help"), person("help"))
    assert main_line(walkthrough, "a") == ("a", "b", "c")
    assert main_line(walkthrough, "remedy") == ("remedy", "b", "c")
    assert main_line(walkthrough, "way-out") == ("way-out", "help")
    assert main_line(walkthrough, "help") == ("help",)


def test_the_main_line_takes_the_first_answer_that_gets_there():
    assert main_line(graph(choose("a", "b", "c"), tell("b", "c"), tell("c", FINISHED)), "a") == ("a", "b", "c")
    not_yet = graph(choose("a", "wait", "c"), tell("wait", "a"), tell("c", FINISHED))
    assert main_line(not_yet, "a") == ("a", "c")
    assert main_line(not_yet, "wait") == ("wait", "a", "c")
    person_first = graph(choose("a", "help", "c"), person("help"), tell("c", FINISHED))
    assert main_line(person_first, "a") == ("a", "c")


IDS = [f"s{n}" for n in range(7)]
TARGETS = st.sampled_from([*IDS, FINISHED])


@st.composite
def graphs(draw) -> Graph:
    steps = []
    for id in IDS:
        kind = draw(st.sampled_from(["tell", "choose", "person"]))
        if kind == "tell":
            steps.append(tell(id, draw(TARGETS), *draw(st.lists(TARGETS, max_size=2))))
        else:
            steps.append(choose(id, draw(TARGETS), draw(TARGETS)) if kind == "choose" else person(id))
    return graph(*steps)


@given(graphs())
def test_against_a_slow_walk(walkthrough):
    def ends(start: str) -> bool:
        seen, waiting = set(), [start]
        while waiting:
            id = waiting.pop()
            if id == FINISHED or isinstance(walkthrough.steps[id], HandOver):
                return True
            if id not in seen:
                seen.add(id)
                waiting += walkthrough.steps[id].targets()
        return False

    assert set(dead_ends(walkthrough)) == {id for id in IDS if not ends(id)}
    assert reachable(walkthrough) | set(unreachable(walkthrough)) == set(IDS)


@given(graphs())
def test_a_main_line_is_a_way_somebody_can_walk(walkthrough):
    for id in IDS:
        line = main_line(walkthrough, id)
        assert line[0] == id and len(set(line)) == len(line)
        assert all(on in walkthrough.steps[id].targets() for id, on in pairwise(line))
        last = walkthrough.steps[line[-1]]
        assert isinstance(last, HandOver) or FINISHED in last.targets() or line == (id,)
