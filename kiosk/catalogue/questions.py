"""`questions.yaml`: a few questions that narrow down what somebody looks for, for who cannot type it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from kiosk.catalogue.fields import Fields, Source
from kiosk.catalogue.model import Answer, Question, Text, Walkthrough
from kiosk.catalogue.problems import did_you_mean
from kiosk.catalogue.yaml_nodes import MappingNode, Node, SequenceNode

MOST = 6
"""Answers to a question, and walkthroughs behind an answer: so many pictures somebody can take in at once."""
DEEPEST = 3
"""Questions in a row; who has to answer more has lost the thread."""


def read_questions(node: Node, source: Source) -> tuple[Question, ...]:
    """The questions as they are written, the one that is asked first at the beginning; () when one has a fault."""
    whole = MappingNode(node.line, {"questions": node}, {"questions": node.line})
    blocks = [Fields(item, source, "this question", ("id", "title", "answers"))
              for item in Fields(whole, source, "the file", ("questions",)).items("questions")]
    questions = []
    for fields in blocks:
        id = fields.id()
        questions.append(Question(id, fields.text("title", f"{id}/title"), tuple(_answers(fields, id))))
    names = [(question.id, fields.line_of("id")) for question, fields in zip(questions, blocks, strict=True)]
    source.check_unique("question id", names)
    if questions and not source.report.broken:
        _check_ways({question.id: question for question in questions}, source)
    return () if source.report.broken else tuple(questions)


def answerable(questions: tuple[Question, ...], walkthroughs: Mapping[str, Walkthrough], faulty: Collection[str],
               source: Source) -> tuple[Question, ...]:
    """The questions with only what exists: an answer behind which there is nothing is left out, and so is a question
    without answers. Warns of names that are no walkthrough, unless it is ``faulty``, and of walkthroughs of the same
    folder that no answer shows."""
    shown: set[str] = set()
    kept: dict[str, Question] = {}
    for question in questions:
        answers = []
        for answer in question.answers:
            for name in answer.shows:
                if name not in walkthroughs and name not in faulty:
                    source.report.warning(answer.label.line, f"There is no walkthrough “{name}”.",
                                          did_you_mean(name, walkthroughs))
            shown.update(answer.shows)
            answers.append(replace(answer, shows=tuple(name for name in answer.shows if name in walkthroughs)))
        kept[question.id] = replace(question, answers=tuple(answers))
    folder = source.file.partition("/")[0]
    for name, walkthrough in walkthroughs.items() if questions else ():
        if name not in shown and walkthrough.title.file.partition("/")[0] == folder:
            source.report.warning(0, f"No answer shows the walkthrough “{name}”.", "Name it under `shows:`.")
    for _deeper in range(DEEPEST):  # what lies deepest goes first, then what led to it
        kept = {id: replace(question, answers=answers) for id, question in kept.items()
                if (answers := tuple(answer for answer in question.answers if answer.shows or answer.to in kept))}
    return tuple(kept.values()) if questions and questions[0].id in kept else ()


def texts_of_questions(questions: tuple[Question, ...]) -> Iterator[Text]:
    """Every text that is translated, in order."""
    for question in questions:
        yield question.title
        yield from (answer.label for answer in question.answers)


def _answers(fields: Fields, question: str) -> Iterator[Answer]:
    source, names, items = fields.source, [], fields.items("answers")
    for item in items:
        each = Fields(item, source, "this answer", ("id", "icon", "label"), ("to", "shows"))
        id = each.id()
        names.append((id, each.line_of("id")))
        if ("to" in each) == ("shows" in each):
            source.report.error(each.line, f"The answer “{id}” does not lead on in one way.",
                                "Write `to:` with a question, or `shows:` with walkthroughs.")
        listed = isinstance(each.values.get("shows", SequenceNode(0, ())), SequenceNode)
        if not listed:
            each.error("shows", "“shows” is not a list.", "Write it so: `shows: [akte, rijbewijs]`.")
        shows = tuple(name for name, _line in each.texts("shows")) if listed else ()
        if len(shows) > MOST:
            each.error("shows", f"This answer shows {len(shows)} walkthroughs.", f"Show at most {MOST}.")
        yield Answer(id, each.icon(), each.text("label", f"{question}/{id}"), each.word("to"), shows)
    source.check_unique("answer id", names)
    if len(items) > MOST:
        fields.error("answers", f"This question has {len(items)} answers.", f"Give it at most {MOST}.")


def _check_ways(questions: dict[str, Question], source: Source) -> None:
    """Every `to` leads to another question, none back, and each question is asked."""
    asked: set[str] = set()

    def ask(id: str, before: tuple[str, ...]) -> None:
        asked.add(id)
        for answer in questions[id].answers:
            line = answer.label.line
            if not answer.to:
                continue
            if answer.to not in questions:
                source.report.error(line, f"There is no question “{answer.to}”.", did_you_mean(answer.to, questions))
            elif answer.to in (*before, id):
                source.report.error(line, f"“{answer.to}” was asked before.", "Lead on: a button leads back.")
            elif len(before) + 2 > DEEPEST:
                source.report.error(line, f"This is question {len(before) + 2} in a row.", f"Ask at most {DEEPEST}.")
            else:
                ask(answer.to, (*before, id))

    ask(next(iter(questions)), ())
    for id in questions.keys() - asked:
        source.report.warning(questions[id].title.line, f"No answer leads to the question “{id}”.",
                              "Let one, or take it out.")
