"""Months by their names in French and English, whole or cut short."""

_FRENCH = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_ENGLISH = "january february march april may june july august september october november december"
NAMES = (*_FRENCH.split(), *_ENGLISH.split())  # folded
_STARTS = ("jan", "fev feb", "mar", "avr apr", "mai may", "juin jun", "juil jul", "aou aug", "sep", "oct", "nov", "dec")
_NUMBERS = {start: number for number, starts in enumerate(_STARTS, start=1) for start in starts.split()}


def month_number(name: str) -> int:
    """Return 1 to 12 for a folded name such as "septembre", "sept" or "may"; 0 for a word that begins like none."""
    return _NUMBERS.get(name[:4]) or _NUMBERS.get(name[:3], 0)
