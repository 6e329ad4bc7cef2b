"""People on the places of openings, a person once, an opening as often as it has positions: as many as possible."""

from collections.abc import Callable, Iterable, Mapping, Sequence

Edges = Mapping[int, Sequence[int]]  # person → openings


class Places:
    """A largest assignment that grows: who has a place keeps one, though perhaps another (Kuhn 1955).

    The sets of people who can all have a place are independent sets of a transversal matroid: so a person who
    finds none now finds none later, and the order of asking does not change how many do.
    """

    def __init__(self, positions: Mapping[int, int]) -> None:
        self.positions = positions
        self.edges: dict[int, Sequence[int]] = {}
        self._held: dict[int, list[int]] = {}  # opening → people

    def __len__(self) -> int:
        return len(self.edges)

    def __contains__(self, person: int) -> bool:
        return person in self.edges

    def copy(self) -> "Places":
        """Return the same assignment, to be tried on."""
        other = Places(self.positions)
        other.edges = dict(self.edges)
        other._held = {opening: list(people) for opening, people in self._held.items()}
        return other

    def add(self, person: int, openings: Sequence[int]) -> bool:
        """Give a person a place at one of some openings, moving others if need be; return whether that is possible."""
        self.edges[person] = openings
        if self._place(person, set()):
            return True
        del self.edges[person]
        return False

    def add_all(self, edges: Edges, most: int | None = None) -> int:
        """Give places to as many people as possible, and no more than `most`; return how many."""
        added = 0
        for person, openings in edges.items():
            if most is not None and added >= most:
                break
            added += person not in self and self.add(person, openings)
        return added

    def empty(self) -> dict[int, int]:
        """Return how many places of each opening nobody has."""
        return {opening: count - len(self._held.get(opening, [])) for opening, count in self.positions.items()}

    def _place(self, person: int, seen: set[int]) -> bool:
        for opening in self.edges[person]:
            if opening in seen:
                continue
            seen.add(opening)
            people = self._held.setdefault(opening, [])
            if len(people) < self.positions[opening]:
                people.append(person)
                return True
            for place, other in enumerate(people):
                if self._place(other, seen):
                    people[place] = person
                    return True
        return False


def greedy(
    start: Places, edges: Sequence[Edges], seats: Sequence[int | None], k: int, stop: Callable[[], bool]
) -> Iterable[tuple[int, int]]:
    """Yield k sets of edges and how many more people each places after those before it, the most first.

    Gains only fall as places fill (submodular), so that a gain from an earlier round bounds the next one
    (lazy greedy, Minoux 1978). Equal gains: the first.
    """
    places = start.copy()
    bounds = {number: len(each) for number, each in enumerate(edges)}
    for _ in range(min(k, len(edges))):
        best, most = -1, 0
        for number in sorted(bounds, key=lambda number: (-bounds[number], number)):
            if (bounds[number], -number) < (most, -best) or stop():
                break
            bounds[number] = places.copy().add_all(edges[number], seats[number])
            if bounds[number] > most or (bounds[number] == most and (best < 0 or number < best)):
                best, most = number, bounds[number]
        if most == 0:
            return
        places.add_all(edges[best], seats[best])
        del bounds[best]
        yield best, most
