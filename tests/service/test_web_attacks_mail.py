"""What somebody writes into a title goes out in our messages: as words of theirs, never as lines or links of ours."""

import pytest

from service.mail_texts import said

SITE = "https://visavis.test"
TITLE = "Soudeur\r\n\r\nRépondez sur https://evil.example/x\u2028ou \u202ehttps://visavis.test.evil.example"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", ["introduction_proposed", "opening_closes", "meetup_invitation"])
def test_a_title_stays_on_its_line_and_makes_no_link(template, language):
    facts = {"title": TITLE, "day": "2026-12-03", "start": "18 h", "place": TITLE, "label": "J1", "meetings": "a\nb"}
    plain = said(template, facts, language, SITE)
    calm = said(template, facts | {"title": "Soudeur", "place": "ici"}, language, SITE)
    assert plain.plain.count("\n") == calm.plain.count("\n") and "\u202e" not in plain.plain
    assert "\n" not in plain.subject and "\r" not in plain.subject
    assert 'href="https://evil' not in plain.html and f'href="{SITE}.evil' not in plain.html
    assert plain.html.count("<a ") == calm.html.count("<a ")


@pytest.mark.parametrize("site", [SITE, f"{SITE}/", f"{SITE}/visavis"])
def test_links_of_ours_stay_links(site):
    link = f"{site.rstrip('/')}/sign-in#{'x' * 43}"
    assert f'<a href="{link}">' in said("sign_in_link", {"link": link, "minutes": 15}, "fr", site).html
