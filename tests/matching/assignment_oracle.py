"""Every assignment of a small problem, one by one: slow, short, and nothing of the solver in it."""

from itertools import product

import numpy as np

from matching.assignment.model import Aim, Never, Problem


def every_assignment(problem):
    """Return (assignments, people) places of all assignments that the rules allow; -1 = left out."""
    places = len(problem.capacity)
    listed = np.zeros((problem.people, places + 1), bool)
    listed[problem.person, problem.place] = True
    listed[:, places] = True
    for person, place in problem.never:
        listed[person, place] = False
    for person, place in problem.must:
        listed[person] = np.arange(places + 1) == place
    choices = [np.flatnonzero(row) for row in listed]
    listing = list(product(*choices))
    found = np.array(listing, np.int64).reshape(len(listing), problem.people)
    load = loads(found, places)
    found = found[(load <= np.maximum(problem.capacity - problem.taken, 0)).all(1)]
    return np.where(found == places, -1, found)


def loads(found, places):
    return np.stack([(found == place).sum(1) for place in range(places)], axis=1)


def values(problem, found):
    """Return for each aim what each assignment reaches; the worst-off do not count those who had no choice."""
    grid = np.full((problem.people, len(problem.capacity) + 1), 0.0)
    grid[problem.person, problem.place] = problem.score
    scores = grid[np.arange(problem.people), found]
    placed = found >= 0
    choosing = placed & ~np.isin(np.arange(problem.people), problem.must[:, 0])
    return {
        Aim.PLACED: placed.sum(1),
        Aim.FIT: np.where(placed, scores, 0).sum(1),
        Aim.WORST_OFF: np.where(choosing, scores, np.inf).min(1, initial=np.inf),
        Aim.EVEN: -((problem.taken + loads(found, len(problem.capacity))) ** 2).sum(1),
    }


def best_values(problem, aims):
    """Return the best value of each aim, in order, among the assignments that are best in those before it."""
    found = values(problem, every_assignment(problem))
    best, kept = [], np.ones(len(found[Aim.FIT]), bool)
    for aim in aims:
        best.append(found[aim][kept].max())
        kept &= found[aim] >= best[-1] - 1e-9
    return best


def random_problem(seed):
    """Return a small problem: few distinct scores (ties), pairs missing, seats taken, musts and nevers."""
    draw = np.random.default_rng(seed)
    people, places = draw.integers(0, 6), draw.integers(1, 5)
    allowed = draw.random((people, places)) < draw.choice([0.4, 0.8, 1.0])
    score = draw.choice([draw.random((people, places)).round(3), draw.integers(0, 4, (people, places)) / 4])
    if draw.random() < 0.2:
        score = score - 0.5
    person, place = np.nonzero(allowed)
    capacity = draw.integers(0, 4, places)
    taken = np.minimum(draw.integers(0, 3, places), capacity + 1) * (draw.random() < 0.5)
    never = {
        (int(i), int(j)): draw.choice(list(Never)) for i, j in zip(person, place, strict=True) if draw.random() < 0.1
    }
    room, must = np.maximum(capacity - taken, 0), []
    for i, j in zip(person, place, strict=True):
        if draw.random() < 0.1 and (i, j) not in never and room[j] and i not in [pair[0] for pair in must]:
            must.append((i, j))
            room[j] -= 1
    return Problem(
        int(people), capacity, taken, person, place, score[person, place], np.array(must, int).reshape(-1, 2), never
    )
