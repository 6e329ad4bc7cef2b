"""What an ad asks somebody to hold, to speak and to accept: licences, certificates, languages, working times."""

import pytest

from matching.text.facts import read_facts
from tests.matching.text.facts.reading_ads import codes, first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Permis B exigé", {"B": "must"}),
        ("Permis C et CE, FIMO à jour", {"C": "must", "CE": "must"}),
        ("Permis B obligatoire et le permis C serait un plus", {"B": "must", "C": "wish"}),
        ("permis SPL", {"CE": None}),
        ("Permis de conduire indispensable", {"B": "must"}),
        ("Driving licence required", {"B": "must"}),
        ("Sans permis B", {}),
        ("Permis B non exigé", {}),
        ("vous ayant permis d'acquérir une expérience", {}),
    ],
)
def test_driving_licences_come_with_how_they_are_asked(text, found):
    assert codes("licences", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CACES 1-3-5", {"CACES R489 1", "CACES R489 3", "CACES R489 5"}),
        ("CACES R489 Cat 1B, 3 et 5", {"CACES R489 1B", "CACES R489 3", "CACES R489 5"}),
        ("CACES R482 catégorie A", {"CACES R482 A"}),
        ("CACES engins de chantier B1, C1", {"CACES R482 B1", "CACES R482 C1"}),
        ("CACES nacelle", {"CACES R486"}),
        ("CACES pont roulant", {"CACES R484"}),
        ("CACES 1 - R485", {"CACES R485 1"}),
        ("Habilitation électrique B1V, BR", {"habilitation électrique B1V", "habilitation électrique BR"}),
        ("Habilitation B0H0V exigée", {"habilitation électrique B0", "habilitation électrique H0V"}),
        ("SSIAP 1 et SST", {"SSIAP 1", "SST"}),
        ("FIMO ou FCO, ADR apprécié", {"FIMO", "FCO", "ADR"}),
        ("Licence de soudure TIG", {"ISO 9606"}),
        ("Carte professionnelle sécurité", {"CQP APS"}),
        ("Avec ou sans CACES", set()),
        ("Sens du service et licences logicielles", set()),
    ],
)
def test_certificates_have_our_spelling(text, found):
    assert set(codes("certificates", text)) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Anglais courant exigé", {"code": "en", "level": "B2", "requirement": "must"}),
        ("Niveau B1 en allemand souhaité", {"code": "de", "level": "B1", "requirement": "wish"}),
        ("Vous parlez espagnol", {"code": "es"}),
        ("Fluent in English", {"code": "en", "level": "B2"}),
        ("Maîtrise de la langue des signes", {"code": "fsl"}),
        ("Un leader français du textile", None),
    ],
)
def test_languages_are_those_that_somebody_speaks(text, value):
    assert first("languages", text) == value


def test_each_language_of_a_list_has_the_level_beside_it():
    text = "Langues : arabe (courant), anglais (notions), russe (langue maternelle)"
    told = [fact.value for fact in read_facts({"text": text}) if fact.name == "languages"]
    assert {value["code"]: value["level"] for value in told} == {"ar": "B2", "en": "A2", "ru": "C2"}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Travail de nuit", {"night"}),
        ("Horaires en 3x8", {"shifts"}),
        ("Un week-end sur deux", {"saturday", "sunday"}),
        ("Pas de travail le dimanche, travail le samedi", {"saturday"}),
        ("Prime de nuit", set()),
        ("Repos : samedi et dimanche", set()),
    ],
)
def test_working_times_are_those_worked(text, times):
    assert {time for fact in read_facts({"text": text}) if fact.name == "working_times" for time in fact.value} == times
