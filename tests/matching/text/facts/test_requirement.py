"""Must or wish, from the words around."""

import pytest

from matching.enums import Requirement
from matching.text.facts.requirement import refused_near, requirement_near

MUST, WISH = Requirement.MUST, Requirement.WISH


@pytest.mark.parametrize(
    ("text", "thing", "asked"),
    [
        ("Permis B exigé, CACES R489 souhaité", "Permis B", MUST),
        ("Permis B exigé, CACES R489 souhaité", "CACES R489", WISH),
        ("Vous possédez le permis B. Anglais apprécié", "permis B", MUST),
        ("L'anglais serait un plus.", "anglais", WISH),
        ("Il est indispensable d'avoir le permis B", "permis B", MUST),
        ("Idéalement, vous êtes titulaire du CACES 3", "CACES 3", WISH),
        ("SST à jour est un plus", "SST", WISH),
        ("FIMO en cours de validité", "FIMO", MUST),
        ("Excel souhaité mais pas obligatoire", "Excel", WISH),
        ("Compétences requises :\n- Excel\n- Word\n", "Word", MUST),
        ("Atouts appréciés :\n- Excel\n", "Excel", WISH),
        ("Excel. Le permis est exigé.", "Excel", None),
        ("Permis B non exigé", "Permis B", None),
        ("Driving license required", "Driving license", MUST),
        ("English would be a plus", "English", WISH),
        ("Une équipe sympathique", "équipe", None),
    ],
)
def test_the_nearest_word_of_the_sentence_says_how_a_thing_is_asked(text, thing, asked):
    start = text.index(thing)
    assert requirement_near(text, start, start + len(thing)) == asked


@pytest.mark.parametrize(
    ("text", "thing", "refused"),
    [
        ("sans permis B", "permis B", True),
        ("pas besoin de CACES", "CACES", True),
        ("diplôme non exigé", "diplôme", True),
        ("aucun diplôme", "diplôme", True),
        ("permis B exigé", "permis B", False),
        ("permis B", "permis B", False),
    ],
)
def test_what_is_said_not_to_be_asked_is_refused(text, thing, refused):
    start = text.index(thing)
    assert refused_near(text, start, start + len(thing)) is refused
