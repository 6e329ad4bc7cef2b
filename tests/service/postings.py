"""One invented schema.org JobPosting, and what its importer makes of it."""

import json

from service.importers import job_posting

POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Cariste (H/F)",
    "description": "<p>Conduire &amp; ranger</p><ul><li>un</li><li>deux</li></ul><style>p{}</style>",
    "identifier": {"@type": "PropertyValue", "name": "Inventé", "value": "ref-1"},
    "datePosted": "2026-11-01T08:00:00Z",
    "validThrough": "2026-11-10T00:00",
    "employmentType": "FULL_TIME",
    "hiringOrganization": {"@type": "Organization", "name": "Inventé SARL"},
    "jobLocation": {
        "@type": "Place",
        "address": {"addressLocality": "Gargenville", "postalCode": "78440", "addressCountry": "FR"},
        "geo": {"latitude": "48.98", "longitude": 1.8},
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "minValue": 12.5, "maxValue": "14,00", "unitText": "HOUR"},
    },
    "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 12},
    "educationRequirements": {"credentialCategory": "high school"},
    "skills": "Conduite, rangement",
    "qualifications": "Permis B",
    "occupationalCategory": "N1101",
    "totalJobOpenings": "2",
}
OPENING = {
    "id": "ref-1",
    "title": "Cariste (H/F)",
    "occupation": "N1101",
    "description": "Conduire & ranger\n\n- un\n- deux\n\nPermis B",
    "company": {"name": "Inventé SARL"},
    "place": {"postcode": "78440", "label": "Gargenville", "lat": 48.98, "lon": 1.8},
    "skills": [{"label": "Conduite"}, {"label": "rangement"}],
    "experience": {"months": 12},
    "education": {"level": 4},
    "licences": [{"code": "B"}],
    "hours": {"min": 35},
    "wage": {"min": 1895.87, "max": 2123.38},
    "positions": 2,
    "published": "2026-11-01",
}


def parsed(value, today=""):
    return job_posting.parse(json.dumps(value).encode(), today)


def record(**changes):
    """The record and the reasons that a posting with those changes gives."""
    found = parsed({**POSTING, **changes})
    return found.rows[0][1], [problem.reason for problem in found.problems]


def page(*scripts):
    marked = "".join(f"<SCRIPT nonce=\"x\" type='application/ld+json'>{script}</SCRIPT >" for script in scripts)
    return f"<!DOCTYPE html><html><head><script>var x = '<p>';</script>{marked}</head><body>…</body></html>".encode()
