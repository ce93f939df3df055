"""The desk of the contract as an outbox meets it, without a network, and a clock that stands still."""

from __future__ import annotations

from itertools import count

from kiosk.handoff.exchange import Answer, NoAnswer
from kiosk.handoff.outbox import Call, Outbox


class Desk:
    """The desk of the contract, with the fault of the moment."""

    def __init__(self) -> None:
        self.open: dict[str, str] = {}
        self.closed: set[str] = set()
        self.begun: set[str] = set()
        self.withdrawn: set[str] = set()
        self.told: list[str] = []  # letters, each as often as a new request of it began

    def do(self, call: Call, fault: object) -> Answer:
        if fault in ("refused", "lost before"):
            raise NoAnswer("", sent=fault != "refused")
        if isinstance(fault, int):
            return Answer(fault, retry_after=1 if fault == 429 else None)
        if fault == "html":
            return Answer(200)
        answer = self._obey(call)
        if fault == "lost after":
            raise NoAnswer("", sent=True)
        return answer

    def _obey(self, call: Call) -> Answer:
        number, question = call.number, call.question
        match question.method:
            case "PUT" if number in self.closed:
                return Answer(410)
            case "PUT" if number in self.open:
                return Answer(200)
            case "PUT":
                assert number not in self.begun, "one request has begun twice"
                self.begun.add(number)
                self.open[number] = "waiting"
                self.told.append(question.body["record"])
                return Answer(201)
            case "DELETE":
                self.open.pop(number, None)
                self.closed.add(number)  # also one that never came: a late copy must not ring
                self.withdrawn.add(number)
                return Answer(204)
        state = "done" if number in self.closed - self.withdrawn else self.open.get(number)
        return Answer(404) if state is None else Answer(200, {"state": state})


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def fresh(clock: Clock | None = None) -> Outbox:
    numbers = count(1)
    return Outbox(clock or Clock(), lambda: 1.0, lambda: f"{next(numbers):032x}")


def calls(outbox: Outbox, desk: Desk, most: int = 10) -> list[str]:
    """What the thread asks until it has nothing to do now."""
    asked = []
    while len(asked) < most and (job := outbox.job()) is not None:
        if isinstance(job, Call):
            asked.append(job.question.method)
            outbox.heard(desk.do(job, "none"))
        else:
            outbox.noted()
    return asked
