"""Answers of the first rounds re-rank the later ones: a small, shrunk model of who answered yes to whom.

Whether somebody wants to meet a counterpart again is a logistic regression on how readily they say yes, how often
others say yes to that counterpart, and how well the pair fits by each criterion, every weight with a normal prior
around 0 (Gelman & Hill 2007, ch. 14: partial pooling). Only what tells hosts apart for one person is kept: how readily
somebody says yes, and how hosts like them, changes nothing, so nobody is served less for having been liked less.
"""

import math
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, hstack
from scipy.special import expit

MOST_FACTOR = 2.0  # an answer never more than doubles or halves a score
# Standard deviations of the priors, in logits. 0.5 moves a chance of one half by 12 points.
_BASE_SD, _READY_SD, _APPEAL_SD, _WEIGHT_SD = 1.5, 1.0, 0.5, 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said after meetings that took place, row by row."""

    person: NDArray[np.int64]
    host: NDArray[np.int64]
    by_person: Floats  # 1 = wants to go on, 0 = does not, nan = did not say
    by_host: Floats


@dataclass(frozen=True, slots=True)
class Learned:
    """What the answers taught, in logits; all 0 where nothing was said."""

    weights: Floats  # of each criterion, for one standard deviation of its evidence
    appeal: Floats  # of each host: how much more readily than usual people say yes
    said: int  # answers that it was learned from


def learn(answers: Answers, evidence: Floats) -> Learned:
    """Return what the answers teach; `evidence` has shape (criteria, people, hosts) and tells how well pairs fit.

    A criterion that is the same for all pairs teaches nothing and keeps weight 0. Without an answer nothing is learned.
    Answers the other way round teach the same with the other sign.
    """
    criteria, people, hosts = evidence.shape
    fit = _scaled(evidence)[:, answers.person, answers.host].T
    spread = np.repeat(
        [_BASE_SD, _READY_SD, _APPEAL_SD, _READY_SD, _APPEAL_SD], [2, people, hosts, hosts, people]
    )  # what each column of `_design` may reach
    design, yes = _design(answers, fit, people, hosts)
    found = _fitted(design, yes, np.concatenate([spread, np.full(criteria, _WEIGHT_SD)]))
    return Learned(found[len(spread) :], found[2 + people : 2 + people + hosts], len(yes))


def shift(learned: Learned, evidence: Floats) -> Floats:
    """Return how much more readily than with other hosts a person is expected to say yes, in logits.

    Shape (people, hosts); the mean of each person is 0.
    """
    raw: Floats = learned.appeal + np.tensordot(learned.weights, _scaled(evidence), axes=1)
    centred: Floats = raw - raw.mean(axis=1, keepdims=True)
    return centred


def reranked(score: Floats, learned: Learned, evidence: Floats) -> Floats:
    """Return the scores of the later rounds: each multiplied by at most MOST_FACTOR, divided by no more.

    A score of 0 stays 0, and without an answer every score stays what it is.
    """
    most = math.log(MOST_FACTOR)
    changed: Floats = score * np.exp(most * np.tanh(shift(learned, evidence) / most))
    return changed


def _scaled(evidence: Floats) -> Floats:
    """Return each criterion with mean 0 and deviation 1 over all pairs; all 0 where it never differs."""
    centred: Floats = evidence - evidence.mean(axis=(1, 2), keepdims=True)
    deviation = evidence.std(axis=(1, 2), keepdims=True)
    told = deviation > 1e-9 * np.abs(evidence).max(axis=(1, 2), keepdims=True, initial=0)
    scaled: Floats = np.divide(centred, deviation, out=np.zeros_like(centred), where=told)
    return scaled


def _design(answers: Answers, fit: Floats, people: int, hosts: int) -> tuple[csr_array, Floats]:
    """Return a row for each answer given, and whether it is yes.

    Columns: a base for each side; how readily each person says yes, and to each host; how readily each host does, and
    to each person; the criteria.
    """
    person, host = answers.person, answers.host
    sides = [
        (answers.by_person, [np.zeros_like(person), 2 + person, 2 + people + host]),
        (answers.by_host, [np.ones_like(host), 2 + people + hosts + host, 2 + people + 2 * hosts + person]),
    ]
    said = [~np.isnan(wants) for wants, _ in sides]
    places = np.concatenate([np.stack(columns, axis=1)[given] for (_, columns), given in zip(sides, said, strict=True)])
    shape = (len(places), 2 + 2 * (people + hosts))
    marks = csr_array((np.ones(places.size), places.ravel(), np.arange(len(places) + 1) * 3), shape=shape)
    wants = np.concatenate([wants[given] for (wants, _), given in zip(sides, said, strict=True)])
    design: csr_array = hstack([marks, csr_array(np.concatenate([fit[given] for given in said]))], format="csr")
    return design, wants


def _fitted(design: csr_array, yes: Floats, spread: Floats) -> Floats:
    """Return the most likely weights under their priors: a convex problem, so the answer is the only one."""
    scaled = design @ diags_array(spread)  # every weight in units of its own deviation

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = scaled @ weights
        value = np.logaddexp(0.0, logits).sum() - yes @ logits + weights @ weights / 2
        return value, scaled.T @ (expit(logits) - yes) + weights

    exact = {"gtol": 1e-9, "ftol": 1e-15, "maxiter": 1000}
    best = scipy.optimize.minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B", options=exact)
    found: Floats = best.x * spread
    return found
