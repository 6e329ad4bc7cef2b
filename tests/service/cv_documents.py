"""Makes CV files of every kind: one function each, bytes out. Nobody in them exists."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"


def zipped(parts):
    """A zip archive with those parts, each a text or bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def content_types(main="document.main+xml"):
    """The part of a DOCX that says which of the others is the document."""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{_CONTENT}.{main}"/></Types>'
    )


def word(body, **parts):
    """A DOCX with that body, its tags written without a prefix, and other parts under `word/`."""
    document = f'<document xmlns="{W}"><body>{body}</body></document>'
    others = {f"word/{name}.xml": f'<{root} xmlns="{W}">{xml}</{root}>' for name, (root, xml) in parts.items()}
    return zipped({"[Content_Types].xml": content_types(), "word/document.xml": document, **others})


def p(text, properties=""):
    """A paragraph of Word."""
    return f"<p><pPr>{properties}</pPr><r><t>{text}</t></r></p>"


def odt(body, kind="text", **parts):
    """An ODT with that body."""
    names = f'xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}" xmlns:table="{_TABLE}" xmlns:draw="{_DRAW}"'
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {names}>{inside}</office:document-content>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": content, **parts})


def pdf(*pages, objects=(), catalog="", page="", trailer=""):
    """A PDF whose pages are lists of (x, y, text), drawn in that order; `objects` come with the number 10 and up."""
    kids = " ".join(f"{100 + 2 * number} 0 R" for number in range(len(pages)))
    held = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding "
        b"/BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >> >>",
    }
    held |= dict(enumerate(objects, start=10))
    for number, drawn in enumerate(pages):
        own = f"/Resources << /Font << /F 3 0 R >> >> {page}"
        at = 100 + 2 * number
        head = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {own} /Contents {at + 1} 0 R >>"
        held |= {at: head.encode(), at + 1: stream(drawn if isinstance(drawn, bytes) else _drawn(drawn))}
    return _written(held, trailer)


def stream(content, more=""):
    """An object of a PDF that holds bytes."""
    return f"<< /Length {len(content)} {more} >>\nstream\n".encode() + content + b"\nendstream"


def _drawn(words):
    shown = [f"1 0 0 1 {x} {y} Tm ({text}) Tj".encode("cp1252") for x, y, text in words]
    return b"BT /F 10 Tf " + b"\n".join(shown) + b" ET"


def _written(held, trailer):
    raw, places = b"%PDF-1.7\n", {}
    for number, content in held.items():
        places[number] = len(raw)
        raw += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{number} 1\n{places[number]:010} 00000 n \n" for number in sorted(places))
    end = f"trailer\n<< /Size {max(held) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(raw)}\n%%EOF\n"
    return raw + b"xref\n0 1\n0000000000 65535 f \n" + table.encode() + end.encode()


PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="fr"><LearnerInfo>
<Identification><PersonName><FirstName>Prénom</FirstName><Surname>Nom</Surname></PersonName>
<ContactInfo><Address><Contact><AddressLine>1 rue Inventée</AddressLine><PostalCode>78130</PostalCode>
<Municipality>Les Mureaux</Municipality><Country><Code>FR</Code><Label>France</Label></Country></Contact></Address>
<Email><Contact>prenom@example.org</Contact></Email>
<TelephoneList><Telephone><Contact>0100000000</Contact></Telephone></TelephoneList></ContactInfo>
<Demographics><Birthdate year="1990" month="--01" day="---02"/><Gender><Code>F</Code></Gender>
<NationalityList><Nationality><Code>FR</Code></Nationality></NationalityList></Demographics>
<Photo><MimeType>image/png</MimeType><Data>AAAA</Data></Photo></Identification>
<Headline><Type><Code>preferred_job</Code></Type><Description><Label>Cariste</Label></Description></Headline>
<WorkExperienceList><WorkExperience>
<Period><From year="2019" month="--03"/><To year="2021"/><Current>false</Current></Period>
<Position><Label>Préparatrice de commandes</Label></Position>
<Activities>&lt;p&gt;Préparer&lt;/p&gt;&lt;p&gt;Charger&lt;/p&gt;</Activities>
<Employer><Name>Entrepôt Exemple</Name></Employer></WorkExperience>
<WorkExperience><Period><From year="2021" month="--05"/><Current>true</Current></Period>
<Position><Label>Cariste</Label></Position></WorkExperience></WorkExperienceList>
<EducationList><Education><Period><To year="2010"/></Period><Title>Bac pro logistique</Title>
<Organisation><Name>Lycée Exemple</Name></Organisation><Level><Label>ISCED 3</Label></Level></Education></EducationList>
<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Code>fr</Code><Label>français</Label></Description>
</MotherTongue></MotherTongueList><ForeignLanguageList><ForeignLanguage><Description><Code>en</Code></Description>
<ProficiencyLevel><Listening>B2</Listening><Reading>B2</Reading><SpokenInteraction>B1</SpokenInteraction>
<SpokenProduction>B1</SpokenProduction><Writing>A2</Writing></ProficiencyLevel></ForeignLanguage>
</ForeignLanguageList></Linguistic>
<Computer><Description>&lt;ul&gt;&lt;li&gt;Excel&lt;/li&gt;&lt;li&gt;SAP&lt;/li&gt;&lt;/ul&gt;</Description></Computer>
<Driving><Description><Licence>B</Licence><Licence>BE</Licence></Description></Driving></Skills>
</LearnerInfo></SkillsPassport>"""

CANDIDATE = """<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:hr="http://www.hr-xml.org/3"
 xmlns:eures="http://www.europass_eures.eu/1.0"><hr:DocumentID>1</hr:DocumentID><CandidatePerson>
<PersonName><oa:GivenName>Prénom</oa:GivenName><hr:FamilyName>Nom</hr:FamilyName></PersonName>
<Communication><ChannelCode>Email</ChannelCode><oa:URI>prenom@example.org</oa:URI></Communication>
<Communication><ChannelCode>Telephone</ChannelCode><oa:DialNumber>0100000000</oa:DialNumber></Communication>
<Communication><UseCode>home</UseCode><Address type="home"><oa:AddressLine>1 rue Inventée</oa:AddressLine>
<oa:CityName>Les Mureaux</oa:CityName>
<CountryCode>fr</CountryCode><oa:PostalCode>78130</oa:PostalCode></Address></Communication>
<NationalityCode>fr</NationalityCode><hr:BirthDate>1990-01-02</hr:BirthDate><GenderCode>female</GenderCode>
<PrimaryLanguageCode name="NORMAL">fra</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile languageCode="fr"><ExecutiveSummary>&lt;p&gt;Rigoureuse&lt;/p&gt;</ExecutiveSummary>
<EmploymentHistory><EmployerHistory><hr:OrganizationName>Entrepôt Exemple</hr:OrganizationName>
<PositionHistory><PositionTitle typeCode="FREETEXT">Cariste</PositionTitle><eures:EmploymentPeriod>
<eures:StartDate><hr:FormattedDateTime>2018-09</hr:FormattedDateTime></eures:StartDate>
<eures:EndDate><hr:FormattedDateTime>2020-01-31</hr:FormattedDateTime></eures:EndDate>
<hr:CurrentIndicator>false</hr:CurrentIndicator></eures:EmploymentPeriod>
<oa:Description>&lt;p&gt;Charger&lt;/p&gt;</oa:Description>
</PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>Lycée Exemple</hr:OrganizationName>
<EducationLevelCode>4</EducationLevelCode>
<AttendancePeriod><EndDate><hr:FormattedDateTime>2010</hr:FormattedDateTime></EndDate>
<Ongoing>false</Ongoing></AttendancePeriod>
<EducationDegree><hr:DegreeName>Bac pro logistique</hr:DegreeName></EducationDegree>
</EducationOrganizationAttendance></EducationHistory>
<eures:Licenses><eures:License><hr:LicenseTypeCode>B</hr:LicenseTypeCode></eures:License></eures:Licenses>
<PersonQualifications><PersonCompetency><CompetencyID>eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
<hr:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode>
<eures:Score><hr:ScoreText>B1</hr:ScoreText></eures:Score></hr:CompetencyDimension></PersonCompetency>
<PersonCompetency><CompetencyID>Gestion de stock</CompetencyID><hr:TaxonomyID>other</hr:TaxonomyID></PersonCompetency>
</PersonQualifications></CandidateProfile></Candidate>"""

RESUME = {
    "basics": {
        "name": "Prénom Nom", "label": "Cariste", "image": "x.png",
        "email": "prenom@example.org", "phone": "0100000000",
        "url": "https://example.org", "summary": "Rigoureuse", "birthDate": "1990-01-02", "nationality": "x",
        "location": {"address": "1 rue Inventée", "postalCode": "78130", "city": "Les Mureaux", "countryCode": "FR"},
        "profiles": [{"network": "x"}],
    },
    "work": [
        {"name": "Entrepôt Exemple", "position": "Cariste", "startDate": "2019-03", "endDate": "2021-06-30",
         "summary": "Quai", "highlights": ["Charger"]},
        {"position": "Préparatrice de commandes", "startDate": "2021"},
    ],
    "education": [{"institution": "Lycée Exemple", "studyType": "Bac pro", "area": "Logistique", "endDate": "2010"}],
    "skills": [{"name": "Logistique", "keywords": ["inventaire", "SAP"]}],
    "languages": [{"language": "Anglais", "fluency": "B1"}, {"language": "French", "fluency": "Native speaker"}],
    "certificates": [{"name": "Permis B"}, {"name": "CACES R489 catégorie 3"}, {"name": "Titre Exemple"}],
    "references": [{"name": "Autre Nom"}],
}  # fmt: skip
