"""A search over the states of a story: bounded, pure, by everybody's acts and by time alone.

Cases stand at the same state where they wait for the same documents at the same stage while the
same terms run. From each state every command is tried, with whatever document fits, and time is
let pass up to the next end of a term.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar

from pydantic import JsonValue
from typing_extensions import override

from tests.kit.drafting import NEXT, Model, at_home, models, names_in, varied
from tests.kit.plays import Play
from workflows.kernel.case.command import Command
from workflows.kernel.case.records import Notice
from workflows.kernel.case.refusal import Reason, Refusal
from workflows.kernel.display import view
from workflows.kernel.judgement import order
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.law.agenda import Occasion, OccasionKind
from workflows.kernel.law.calendar import ISTANBUL, local_day
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Expectation

MOST_STATES: Final = 70
"""States of one story that a search looks at."""

MOST_OCCASIONS: Final = 120
"""Occasions of the clock after which time alone is no longer expected to change anything."""

MOST_YEARS: Final = 12
"""Years from the filing on in which time is let pass."""

MOST_TRIES: Final = 30
"""Documents that are tried for one command at one state."""

MOST_CASES: Final = 3
"""Cases that are looked at for one state: what they have been told before may matter."""

MOST_STEPS: Final = 60
"""Steps that a case may still take to an end from where a search has stopped."""

MOST_DOCUMENTS: Final = 3
"""Documents of one command that lead to different states, and are followed."""


@dataclass(frozen=True)
class State:
    """Where a case stands, as far as the search tells cases apart."""

    stage: str
    waits_for: frozenset[str]
    running: frozenset[str]
    outcome: str | None

    @classmethod
    def of(cls, play: Play) -> "State":
        """Return where a case stands."""
        file = play.file
        return cls(
            play.stage,
            frozenset(e.command for e in play.reading.awaited if not e.aside),
            frozenset(term.rule for term in file.open_terms),
            file.decision.outcome if file.decision else None,
        )

    @override
    def __str__(self) -> str:
        waits, running = ", ".join(sorted(self.waits_for)), ", ".join(sorted(self.running))
        return self.outcome or f"{self.stage} [{waits}] ({running})"


@dataclass
class Node:
    """A state with the case that has come to it first, and how."""

    play: Play
    way: tuple[str, ...]
    leads_to: dict[State, str] = field(default_factory=dict)
    """The states that follow at once, and by what."""
    opens: set[str] = field(default_factory=set)
    """The commands that the story waits for here, or admits at any stage."""
    admits: set[str] = field(default_factory=set)
    """The commands of which a document has been admitted here."""
    refusals: list[tuple[str, Reason]] = field(default_factory=list)
    """What is refused here: command and reason."""


@dataclass
class Search:
    """What a search has found of one story."""

    models: dict[str, list[Model]]
    nodes: dict[State, Node] = field(default_factory=dict)
    looked_at: set[State] = field(default_factory=set)
    """The states whose ways on have been tried; the others lie beyond the bound."""
    _stages: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)
    _open: deque[tuple[State, Play, tuple[str, ...]]] = field(default_factory=deque)
    _told: set[tuple[State, frozenset[str]]] = field(default_factory=set)
    _cases: Counter[State] = field(default_factory=Counter)

    def meet(self, play: Play, way: tuple[str, ...]) -> State:
        """Note a case that has come to a state; it is looked at later, if the state is new."""
        state = State.of(play)
        self.nodes.setdefault(state, Node(play, way))
        last = play.file.facts[-1].counts_from if play.file.facts else play.now
        told = frozenset(f"{fact.name} by {fact.actor.id}" for fact in play.file.facts)
        told |= {f"silent/{n}" for n in (1, 30) if play.now - last >= timedelta(days=n)}
        if (state, told) not in self._told and self._cases[state] < MOST_CASES:
            self._told.add((state, told))
            self._cases[state] += 1
            if state.outcome is None:
                self._open.append((state, play, way))
        return state

    def spread(self, most: int = MOST_STATES) -> None:
        """Look at states until there is none left, or enough have been looked at."""
        for _ in range(most):
            if not self._open:
                return
            state, play, way = self._open.popleft()
            self.looked_at.add(state)
            self._look(state, play, way)

    def _look(self, state: State, play: Play, way: tuple[str, ...]) -> None:
        node = self.nodes[state]
        for step, after in self._steps(node, play):
            stands = self.meet(after, (*way, step))
            node.leads_to.setdefault(stands, step)

    def _steps(self, node: Node, play: Play) -> Iterator[tuple[str, Play]]:
        for later in passed(play):
            yield f"time until {later.now:%Y-%m-%d}", later
        ready = in_an_hour(play)
        waits = {e.command for e in ready.reading.awaited}
        node.opens |= waits
        for expectation in ready.reading.awaited:
            yield from self._tried(node, ready, expectation)
        for spec in ready.process.commands:
            if spec.name not in waits:
                self._out_of_place(node, ready, spec.name, spec.roles)

    def _tried(
        self, node: Node, ready: Play, expectation: Expectation
    ) -> Iterator[tuple[str, Play]]:
        name, led_to = expectation.command, set[State]()
        for command in self.documents(ready, expectation):
            judged = order.admit(ready.reading, command, ready.now)
            if isinstance(judged, Refusal):
                node.refusals += [(name, reason) for reason in judged.reasons]
            elif isinstance(judged, Admitted):
                node.admits.add(name)
                if judged.entry.kind in {"held", "early", "conflict"}:
                    return
                after = forked(ready)
                after.commands.append(command)
                after.commit(judged)
                state = State.of(after)
                if state not in led_to and len(led_to) < MOST_DOCUMENTS:
                    led_to.add(state)
                    yield f"{name} {command.envelope.body}", after

    def documents(
        self, ready: Play, expectation: Expectation, *, most: int = MOST_TRIES
    ) -> Iterator[Command]:
        """Documents of a kind for a case, the likeliest first."""
        tried = list[object]()
        for body, known in self._bodies(expectation, ready):
            for role in expectation.roles:
                if role == Role.SYSTEM or (role, body) in tried or len(tried) >= most:
                    continue
                tried.append((role, body))
                yield written(ready, expectation.command, role, body, known)

    def _bodies(
        self, expectation: Expectation, ready: Play
    ) -> Iterator[tuple[dict[str, JsonValue], dict[str, JsonValue]]]:
        today = local_day(ready.now)
        found = self.models.get(expectation.command, [])[:4]
        known = next((m.known for m in found if m.known), {})
        dated = [
            ({**body, **expectation.given}, model.known or known)
            for model in found
            for body in model.dated(today)
        ]
        named = names_in(ready)
        dated += [(home, facts) for body, facts in dated if (home := at_home(body, named)) != body]
        yield from dated
        for body, facts in dated[:1] + dated[-1:]:
            for other in varied(expectation.kind, body):
                yield {**other, **expectation.given}, facts

    def _out_of_place(self, node: Node, ready: Play, name: str, roles: tuple[str, ...]) -> None:
        body = next((m.body for m in self.models.get(name, ())), {})
        command = written(ready, name, (*roles, Role.REGISTRY)[0], body, {})
        judged = order.admit(ready.reading, command, ready.now)
        if isinstance(judged, Refusal):
            node.refusals += [(name, reason) for reason in judged.reasons]

    # -- what it has found ---------------------------------------------------------------------

    def living(self) -> set[State]:
        """The states from which some way leads to an end."""
        into: dict[State, set[State]] = {state: set() for state in self.nodes}
        for state, node in self.nodes.items():
            for after in node.leads_to:
                into[after].add(state)
        alive = {state for state in self.nodes if state.outcome is not None}
        fresh = deque(alive)
        while fresh:
            new = into[fresh.popleft()] - alive
            alive |= new
            fresh.extend(new)
        return alive

    def goes_to_an_end(self, state: State, alive: set[State]) -> bool:
        """Let a case go on as it may until it is where an end is known to be in reach."""
        play, passed_by = self.nodes[state].play, {state}
        for _ in range(MOST_STEPS):
            nearest = None
            for _, after in self._steps(Node(play, ()), play):
                if State.of(after) in alive:
                    alive |= passed_by
                    return True
                if nearest is None or _distance(play, after) < _distance(play, nearest):
                    nearest = after
                if _distance(play, nearest) < (len(play.file.open_terms), True, 0):
                    break
            if nearest is None:
                return False
            play = nearest
            passed_by.add(State.of(play))
        return False

    def open_later(self, state: State) -> set[str]:
        """The commands that are open at a state or at what can follow.

        Beyond the bound of the search it goes by stages: what has been open at one is again.
        """
        found = _closed_over({state}, lambda one: self.nodes[one].leads_to.keys())
        beyond = {one.stage for one in found - self.looked_at if one.outcome is None}
        stages = _closed_over(beyond, lambda stage: self._by_stage()[stage][0])
        opens = {name for one in found for name in self.nodes[one].opens}
        return opens | {name for stage in stages for name in self._by_stage()[stage][1]}

    def _by_stage(self) -> dict[str, tuple[set[str], set[str]]]:
        """By stage: those that follow it at once, and the commands that are open at it."""
        if not self._stages:
            for state, node in self.nodes.items():
                follow, opens = self._stages.setdefault(state.stage, (set(), set()))
                follow |= {after.stage for after in node.leads_to}
                opens |= node.opens
        return self._stages


T = TypeVar("T")


def _closed_over(first: Iterable[T], follow: Callable[[T], Iterable[T]]) -> set[T]:
    """Some things, and all that follow from them."""
    found = {*first}
    fresh = deque(found)
    while fresh:
        new = {*follow(fresh.popleft())} - found
        found |= new
        fresh.extend(new)
    return found


def _distance(before: Play, after: Play) -> tuple[int, bool, int]:
    """How far a step has still to go: what still runs, what it has done, and how late it is."""
    awaited = {e.command for e in before.reading.awaited if not e.aside}
    done = [fact.name for fact in after.file.facts[len(before.file.facts) :]]
    return len(after.file.open_terms), not awaited & {*done}, (after.now - before.now).days


def written(
    play: Play, name: str, role: str, body: dict[str, JsonValue], known: dict[str, JsonValue]
) -> Command:
    """Write a command that is sent now, with what a register knows."""
    now = play.now.astimezone(ISTANBUL).replace(tzinfo=None).isoformat()
    return play.command(name, role, now, body, known=known)


def forked(play: Play) -> Play:
    """A case of one's own that stands where another does."""
    other = play.forked()
    other.proves = False
    return other


def reminders(play: Play) -> Iterator[tuple[Play, Notice]]:
    """Let time pass, and stop at each reminder: the case then, and the reminder."""
    for _ in range(MOST_OCCASIONS // 3):
        if (occasion := _upcoming(play)) is None:
            return
        before = len(play.notices)
        play.now = max(play.now, occasion.at)
        play.settle()
        for notice in play.notices[before:]:
            if notice.template == "reminder":
                yield play, notice


def after_days(play: Play, days: int) -> Play:
    """The case some days later, at the same hour."""
    later = forked(play)
    then = play.now.astimezone(ISTANBUL).replace(tzinfo=None) + timedelta(days=days)
    later.until(then.isoformat())
    return later


def in_an_hour(play: Play) -> Play:
    """The case an hour later."""
    later = forked(play)
    later.until((play.now + NEXT).astimezone(ISTANBUL).replace(tzinfo=None).isoformat())
    return later


def passed(play: Play) -> Iterator[Play]:
    """The case at the next end of a term, where it then stands elsewhere, and where it ends."""
    later, before, ended = forked(play), State.of(play), False
    yield after_days(play, 1)
    yield after_days(play, 30)
    for _ in range(MOST_OCCASIONS):
        if (occasion := _upcoming(later)) is None:
            return
        later.now = max(later.now, occasion.at)
        later.settle()
        if not ended and occasion.kind in {OccasionKind.END, OccasionKind.SETTLEMENT}:
            ended = True
            yield forked(later)
        elif State.of(later) != before:
            yield forked(later)
            break
        if later.file.decision is not None:
            return
    for _ in range(MOST_OCCASIONS):
        if (occasion := _upcoming(later)) is None:
            break
        later.now = max(later.now, occasion.at)
        later.settle()
    yield later


def searched(plays: Iterable[Play]) -> Search:
    """Search a story from every step of some plays of it."""
    told = [*plays]
    search = Search(models(told, told[0].process.name))
    for play in told:
        for step, stood in enumerate(prefixes(play)):
            search.meet(stood, (f"{step} step(s) of {type(play).__name__}",))
    search.spread()
    return search


def _upcoming(play: Play) -> Occasion | None:
    """What the clock brings next, within the years that a search looks at."""
    known_until = play.file.start.received_at.year + MOST_YEARS
    occasion = None if play.file.decision is not None else view.next_of(play.file)
    return None if occasion is None or occasion.at.year > known_until else occasion


def prefixes(play: Play) -> Iterable[Play]:
    """The cases that a play was on its way, each told as far as one command more."""
    assert play.opened_with is not None
    start, opening = play.opened_with
    again = type(play).opens(play.process, start, opening)
    again.proves = False
    yield forked(again)
    for command in play.commands:
        again.judge(command)
        yield forked(again)
