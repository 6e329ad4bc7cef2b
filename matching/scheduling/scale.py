"""Scores of any size as numbers that a solver handles well, and when a value is the bound."""

from dataclasses import replace

import numpy as np

from matching.scheduling.model import Aim, AimReached, Meetup

GREATEST = 3  # decimal digits of the greatest score: HiGHS takes differences below 1e-6 for none
NEAR, NEARLY = 1e-6, 1e-9  # of a value to its bound, once scaled, as such and as a share: what counts as proved


def scaled(meetup: Meetup) -> tuple[Meetup, float]:
    """Return the meetup with a greatest score between 100 and 1000, and what scores were multiplied by.

    A power of ten, so that decimals stay decimals.
    """
    greatest = float(meetup.score.max(initial=0.0))
    factor = 10.0 ** int(np.clip(GREATEST - np.ceil(np.log10(greatest)), -300, 300)) if greatest > 0 else 1.0
    return replace(meetup, score=(meetup.score * factor).round(9)), factor


def proved(reached: float, bound: float) -> bool:
    """Return whether no value, in scaled scores, is better than what was reached."""
    return bound - reached <= NEAR + NEARLY * abs(bound)


def told(aim: Aim, reached: float, bound: float, factor: float) -> AimReached:
    """Return what a plan reaches as people read it, from the value and the bound in scaled scores."""
    unit = {Aim.MINIMUM: -1.0, Aim.WISHES: 1.0}.get(aim, factor)
    done = proved(reached, bound)
    return AimReached(aim, reached / unit + 0.0, (reached if done else bound) / unit + 0.0, done)
