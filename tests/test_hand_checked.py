"""Answers worked out by reading the five documents, and compared with what the graph answers."""

from __future__ import annotations

import pytest

import answers
from stikg import questions
from stikg.evidence import with_citations

SLIDES = "Promotion of Science and Technology Diplomacy: slides by Motoko Kotani"
ARTICLE = "The Rise of Science and Technology Diplomacy in Japan"
REPORT = "The UK-Japan relationship: report of Universities UK International"

ASPIRE = "Adopting Sustainable Partnerships for Innovative Research Ecosystem"
NEXUS = "Networked Exchange, United Strength for Stronger Partnerships between Japan and ASEAN"
SATREPS = "Science and Technology Research Partnership for Sustainable Development"
SICORP = "Strategic International Collaborative Research Program"
SICP = "Strategic International Cooperative Program"
E_ASIA = "e-ASIA Joint Research Program"
KAKENHI = "Grants-in-Aid for Scientific Research"
WPI = "World Premier International Research Center Initiative"
TOP_CIRCLES = "Fund for participation in international top research circles (FY2022 supplementary budget)"
DISPATCH = "Dispatch of Science and Technology Researchers"
CORE_TO_CORE_MATERIALS = "EPSRC–JSPS Core-to-Core Collaboration in Advanced Functional Materials"
COVID_CALL = "ESRC–AHRC–JSPS call for UK–Japan research on Covid-19 challenges"
TOPIC_SETTING = "Topic-Setting Program to Advance Cutting-Edge Humanities and Social Sciences Research"
DATA_INFRASTRUCTURE = "Programme for Constructing Data Infrastructure for the Humanities and Social Sciences"
RENKEI = "Japan–UK Research and Education Network for Knowledge Economy Initiatives"

JST = "Japan Science and Technology Agency"
JSPS = "Japan Society for the Promotion of Science"
JICA = "Japan International Cooperation Agency"
AMED = "Japan Agency for Medical Research and Development"
MEXT = "Ministry of Education, Culture, Sports, Science and Technology"
MOFA = "Ministry of Foreign Affairs of Japan"
NIED = "National Research Institute for Earth Science and Disaster Resilience"
SCARDA = "Strategic Center of Biomedical Advanced Vaccine Research and Development for Preparedness and Response"
FUTURE_INITIATIVES = "Institute for Future Initiatives, The University of Tokyo"
ASIA_INSTITUTE = "Institute for Advanced Studies on Asia, The University of Tokyo"
MEIJI_UNIT = "Organization for the Strategic Coordination of Research and Intellectual Properties, Meiji University"

CSTP = "Council for Science and Technology Policy"
CSTP_GROUP = "CSTP working group on science and technology diplomacy"
CSTP_TASK_FORCE = "CSTP task force on science and technology diplomacy"
CSTI = "Council for Science, Technology and Innovation"

UK = "United Kingdom"
US = "United States"
EAS_COUNTRIES = "Countries participating in the East Asia Summit"

Rows = set[tuple[str | None, ...]]


def answered(name: str, columns: str, **values: str) -> Rows:
    """The distinct rows of an answer, in the labels or plain values of these columns, None where nothing stands."""
    question = questions.load(name)
    table = questions.answer(answers.asked(question), question, values)
    found = set()
    for record in table.records():
        terms = [record.get(f"{column}Label") or record.get(column) for column in columns.split()]
        found.add(tuple(term.value if term else None for term in terms))
    return found


def cited(name: str, columns: str, values: dict[str, str], *chosen: str) -> Rows:
    """These columns of the citations of the rows in which every chosen label stands."""
    question = questions.load(name)
    table = questions.answer(answers.asked(question), question, values)
    found = set()
    for record in with_citations(answers.asked(question), table, question.evidence, question.otherwise, None).records():
        labels = {term.value for term in record.values() if term}
        if labels >= set(chosen):
            found.add(tuple(term.value if (term := record[column]) else None for column in columns.split()))
    return found


def test_bodies_below_the_cabinet_office() -> None:
    """Two councils stand in the Cabinet Office, and below them a working group, a task force and a panel."""
    assert answered("bodies-below", "part over", body="Cabinet Office") == {
        (CSTP, "Cabinet Office"),
        (CSTP_GROUP, CSTP),
        (CSTP_GROUP, "Cabinet Office"),
        (CSTP_TASK_FORCE, CSTP),
        (CSTP_TASK_FORCE, "Cabinet Office"),
        (CSTI, "Cabinet Office"),
        ("Expert Panel on the Basic Plan", CSTI),
        ("Expert Panel on the Basic Plan", "Cabinet Office"),
    }
    assert answered("bodies-below", "part", body="AMED") == {(SCARDA,)}
    found = answered("work-of-parts", "part role", body="Cabinet Office")
    assert (CSTP_TASK_FORCE, "proposer") in found
    assert (CSTP, "launcher") in found


def test_programmes_that_the_organisations_of_board_members_lead() -> None:
    """Of the board's members the presidents of AMED and JICA and the two advisors of the ministry lead programmes."""
    advisors = ("Motoko Kotani", "Yoichiro Matsumoto")
    assert answered("led-by-members", "programme does organisation person", body="Advisory Board") == {
        (ASPIRE, "operates", AMED, "Hitoshi Nakagama"),
        (DISPATCH, "operates", JICA, "Akihiko Tanaka"),
        (SATREPS, "operates", JICA, "Akihiko Tanaka"),
        (SATREPS, "funds", JICA, "Akihiko Tanaka"),
        *(("Principal Investigator (PI) Map Project", "leads", MOFA, person) for person in advisors),
        *(("Science and Technology Cooperation on Global Issues", "launches", MOFA, person) for person in advisors),
    }


def test_what_follows_at_any_remove() -> None:
    """The ordinals of four plans follow each other; a network's partners take part in the programme that it is in."""
    assert answered("successions", "earlier later basis", of="Fourth Science and Technology Basic Plan") == {
        ("Fourth Science and Technology Basic Plan", f"{later} Basic Plan", "interpreted")
        for later in (
            "Fifth Science and Technology",
            "Sixth Science, Technology and Innovation",
            "Seventh Science, Technology and Innovation",
        )
    }
    people = {"John Errington", "Masahiro Sadakani", "Newcastle University"}
    found = answered("participants-of-parts", "participant", programme="Core-to-Core")
    assert found == {(name,) for name in people | {"China", "France", "Germany", "Japan", UK}}


def test_programmes_of_jst() -> None:
    """JST runs or pays for six programmes and a share of a budget, opens a call and has a fund in its name."""
    assert answered("programmes-of-agency", "programme involvement date status basis", agency="JST") == {
        (ASPIRE, "operator", None, None, "stated"),
        ("ASPIRE open call for applications", "caller", "June 2023", "planned", "stated"),
        (TOP_CIRCLES, "budget holder", None, None, "stated"),
        (NEXUS, "operator", None, None, "stated"),
        (SATREPS, "joint operator", None, None, "stated"),
        (SATREPS, "operator", None, None, "stated"),
        (SATREPS, "manager", None, None, "stated"),
        (SATREPS, "payer of costs in Japan", None, None, "stated"),
        (SICORP, "launcher", None, None, "stated"),
        (SICORP, "operator", None, None, "stated"),
        (SICORP, "funder", None, None, "stated"),
        (SICP, "operator", None, None, "stated"),
        (SICP, "funder", None, None, "stated"),
        ("University Fund", "named with it", None, None, "stated"),
    }


def test_programmes_of_jsps() -> None:
    """JSPS runs the exchange programmes of its own bullet and none of the four that stand indented below it."""
    assert answered("programmes-of-agency", "programme involvement date basis", agency="JSPS") == {
        ("Core-to-Core Program", "launcher", "2003", "stated"),
        (CORE_TO_CORE_MATERIALS, "named with it", None, "stated"),
        (CORE_TO_CORE_MATERIALS, "primary sponsor", None, "stated"),
        (COVID_CALL, "co-funder", None, "stated"),
        (DISPATCH, "joint operator", None, "stated"),
        (DISPATCH, "selector", None, "stated"),
        (KAKENHI, "funder", None, "stated"),
        (KAKENHI, "named with it", None, "stated"),
        ("Institutional Program for Young Researcher Overseas Visits", "named with it", None, "stated"),
        ("International exchange programmes of JSPS", "operator", None, "stated"),
        ("JSPS International Fellowships for Research in Japan", "named with it", None, "stated"),
        ("JSPS Programs", "named with it", None, "stated"),
        ("Royal Society International Exchanges Scheme", "named with it", None, "stated"),
        (TOPIC_SETTING, "named with it", None, "interpreted"),
        (DATA_INFRASTRUCTURE, "named with it", None, "interpreted"),
    }


def test_programmes_of_mext() -> None:
    """MEXT supports researchers through KAKENHI, not KAKENHI itself; two links rest on web addresses alone."""
    assert answered("programmes-of-agency", "programme involvement date basis", agency="MEXT") == {
        (DISPATCH, "selector", None, "stated"),
        (KAKENHI, "named with it", None, "stated"),
        ("Global 30 Project", "named with it", None, "stated"),
        ("Inter-University Exchange Project", "named with it", None, "stated"),
        ("Project for Promotion of Human Resources Development", "named with it", None, "stated"),
        ("MEXT Scholarships", "named with it", None, "stated"),
        ("MEXT Undergraduate and Postgraduate Scholarships", "named with it", None, "stated"),
        ("Science and Technology Cooperation on Global Issues", "launcher", "2008", "stated"),
        (WPI, "launcher", "2007", "stated"),
        ("Top Global University Project", "named with it", None, "interpreted"),
        ("Tobitate! Study Abroad Japan", "named with it", None, "interpreted"),
    }


def test_programmes_of_amed_and_jica() -> None:
    """AMED shares ASPIRE and a budget; JICA shares SATREPS and the dispatch, and has a framework of its own."""
    assert answered("programmes-of-agency", "programme involvement basis", agency="AMED") == {
        (ASPIRE, "operator", "stated"),
        (TOP_CIRCLES, "budget holder", "stated"),
    }
    assert answered("programmes-of-agency", "programme involvement basis", agency="JICA") == {
        (DISPATCH, "joint operator", "stated"),
        (SATREPS, "joint operator", "stated"),
        (SATREPS, "operator", "stated"),
        (SATREPS, "manager", "stated"),
        (SATREPS, "payer of costs abroad", "stated"),
        ("Technical cooperation projects of JICA", "named with it", "stated"),
    }


def test_agencies_of_satreps() -> None:
    """JST and JICA run it together, manage its research together and pay on one side each."""
    assert answered("agencies-of-programme", "agency involvement basis", programme="SATREPS") == {
        ("Government of Japan", "named with it", "stated"),
        (JST, "joint operator", "stated"),
        (JST, "operator", "stated"),
        (JST, "manager", "stated"),
        (JST, "payer of costs in Japan", "stated"),
        (JICA, "joint operator", "stated"),
        (JICA, "operator", "stated"),
        (JICA, "manager", "stated"),
        (JICA, "payer of costs abroad", "stated"),
    }


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        ("ASPIRE", {(JST, "operator", None), (AMED, "operator", None)}),
        ("WPI", {(MEXT, "launcher", "2007")}),
        ("KAKENHI", {(JSPS, "funder", None), (JSPS, "named with it", None), (MEXT, "named with it", None)}),
        ("Core-to-Core", {(JSPS, "launcher", "2003")}),
        ("e-ASIA JRP", set()),
    ],
)
def test_agencies_of_other_programmes(programme: str, expected: Rows) -> None:
    """The agencies that the documents name for a programme, and no others: none for e-ASIA JRP."""
    found = answered("agencies-of-programme", "agency involvement date basis", programme=programme)
    assert found == {(*row, "stated") for row in expected}


def test_programmes_with_singapore() -> None:
    """Singapore hosted a board meeting, which is no membership; it is wanted in e-ASIA JRP and in nothing else."""
    assert answered("programmes-with-country", "programme participation through basis", country="Singapore") == {
        (E_ASIA, "wanted member", "Singapore", "stated"),
    }


def test_programmes_with_the_uk() -> None:
    """Twelve programmes, three of them by our reading of who takes part."""
    assert answered("programmes-with-country", "programme participation through basis", country="UK") == {
        (CORE_TO_CORE_MATERIALS, "participant", UK, "interpreted"),
        (COVID_CALL, "participant", UK, "stated"),
        ("Horizon Europe", "participant", UK, "stated"),
        ("Human Frontier Science Program", "participant", UK, "stated"),
        ("INPOMS Core-to-Core network", "participant", UK, "interpreted"),
        ("JSPS International Fellowships for Research in Japan", "country of applicants", UK, "stated"),
        (RENKEI, "participant", UK, "stated"),
        ("Joint calls of the UK Research Councils", "participant", UK, "stated"),
        ("MEXT Scholarships", "country of applicants", UK, "stated"),
        ("Royal Society International Exchanges Scheme", "participant", UK, "interpreted"),
        ("Science and Technology Fellow", "place of posting", UK, "stated"),
        ("Turing Scheme", "home country", UK, "stated"),
    }


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        (
            "US",
            {
                ("Partnerships for Enhanced Engagement in Research", "home country", US, "stated"),
                ("Principal Investigator (PI) Map Project", "target area", "San Francisco and Bay Area", "stated"),
                ("Science and Technology Fellow", "place of posting", "San Francisco", "stated"),
                (E_ASIA, "wanted member", US, "stated"),
            },
        ),
        (
            "China",
            {
                ("INPOMS Core-to-Core network", "partner", "China", "stated"),
                (E_ASIA, "wanted member", "China", "stated"),
            },
        ),
        ("ASEAN", {(NEXUS, "partner", "Association of Southeast Asian Nations", "stated")}),
        (
            "EU",
            {
                ("Science and Technology Fellow", "place of posting", "European Union", "stated"),
                ("Horizon Europe", "home country", "European Union", "interpreted"),
            },
        ),
        ("Sudan", {(SATREPS, "participant", "Sudan", "stated")}),
    ],
)
def test_programmes_with_other_countries(country: str, expected: Rows) -> None:
    """What the documents say of a country or a group of countries, and where only our reading says it."""
    assert answered("programmes-with-country", "programme participation through basis", country=country) == expected


def test_countries_of_e_asia() -> None:
    """Eight founding members, four countries that are wanted, and the summit's countries as prospective members."""
    founding = ("Indonesia", "Japan", "Laos", "Malaysia", "Myanmar", "Philippines", "Thailand", "Vietnam")
    wanted = ("China", "South Korea", "Singapore", US)
    assert answered("countries-of-programme", "country participation basis", programme="e-ASIA JRP") == {
        *((country, "founding member", "stated") for country in founding),
        *((country, "wanted member", "stated") for country in wanted),
        ("Japan", "proposer", "stated"),
        (EAS_COUNTRIES, "prospective member", "stated"),
        (EAS_COUNTRIES, "match funder", "stated"),
        ("East Asia", "target area", "stated"),
    }


def test_countries_of_other_programmes() -> None:
    """The six postings of the fellows, and whom SATREPS is with."""
    fellows = answered(
        "countries-of-programme", "country participation basis", programme="Science and Technology Fellow"
    )
    postings = ("India", "Israel", "Sweden", UK, "European Union", "San Francisco")
    assert fellows == {(place, "place of posting", "stated") for place in postings}
    assert answered("countries-of-programme", "country participation basis", programme="SATREPS") == {
        ("Japan", "home country", "stated"),
        ("Japan", "country of applicants", "stated"),
        ("Sudan", "participant", "stated"),
        ("Developing countries", "target area", "stated"),
    }


def test_how_far_a_participation_is_settled() -> None:
    """An answer about countries keeps the modality: agreed in principle, prospective, wanted, planned."""
    horizon = answered("countries-of-programme", "country participation status basis", programme="Horizon Europe")
    assert horizon == {
        ("Japan", "associating party", "agreed in principle", "stated"),
        ("Japan", "participant", None, "stated"),
        (UK, "participant", None, "stated"),
        ("European Union", "home country", None, "interpreted"),
    }
    e_asia = answered("countries-of-programme", "country participation status", programme="e-ASIA JRP")
    assert {
        ("Singapore", "wanted member", "wanted"),
        (EAS_COUNTRIES, "prospective member", "prospective"),
        (EAS_COUNTRIES, "match funder", "planned"),
        ("Thailand", "founding member", None),
    } <= e_asia
    singapore = answered("programmes-with-country", "programme participation status", country="Singapore")
    assert singapore == {(E_ASIA, "wanted member", "wanted")}


def test_goals_of_the_fifth_plan() -> None:
    """Two targets for investment and three goals."""
    assert answered("goals-of-plan", "goal kind basis", plan="Fifth Science and Technology Basic Plan") == {
        ("Reach public investment in research and development of one per cent of GDP", "target", "stated"),
        (
            "Reach combined private and public investment in research and development of four per cent of GDP",
            "target",
            "stated",
        ),
        ("Invest in Society 5.0, which joins cyber and physical spaces", "goal", "stated"),
        (
            "Build and maintain infrastructure, with technologies that prevent natural disasters and reduce them",
            "goal",
            "stated",
        ),
        ("Expand investment in science and technology at home", "goal", "stated"),
    }


def test_goals_of_the_sixth_plan() -> None:
    """Three objectives from one document and fourteen goals from another, which prints two years for one sum."""
    objectives = {
        (
            "Redesign Japan's society, solve global issues before others and keep people safe, "
            "so that everybody can live their own kind of happiness"
        ),
        "Keep creating diverse and excellent knowledge and bring research capability back to the world's top",
        "Develop people who pursue diverse happiness and take on challenges, to turn all of Japan into Society 5.0",
    }
    commitments = {
        "Reform at home",
        "Respond to the challenges of the whole world",
        (
            "Strengthen Japan as a leader of its region and of the world that solves domestic and global challenges "
            "through science, technology and innovation"
        ),
    }
    targets = {
        "Raise public funding for research and development by the end of 2025",
        "Raise government funding for research and development by the end of 2023",
        "Reach a total of public and private investment in research and development",
    }
    efforts = {
        "Move to a sustainable and resilient society",
        "Produce knowledge as a source of value",
        "Train people who support a changing society",
    }
    means = {
        (
            "Invest in research and development with strategy and aim, diversify the people in research and academia "
            "at home, and promote research and innovation across disciplines"
        ),
        (
            "Transform policy-making so that science gives it more data and knowledge when policies are evaluated, "
            "formulated and carried out"
        ),
    }
    strategic_aims = {
        "Build diplomatic relations with other governments",
        "Increase opportunities for joint research",
        "Cooperate with foreign funding agencies",
    }
    goals = objectives | commitments | efforts | means | strategic_aims
    assert answered("goals-of-plan", "goal kind status basis", plan="Sixth Plan") == {
        *((goal, "goal", None, "stated") for goal in goals),
        *((target, "target", None, "stated") for target in targets),
    }


def test_goals_of_the_seventh_plan() -> None:
    """Six directions, three parts of the fifth, all draft, and a target that is tied to the plan by its period only."""
    diplomacy = "Promote strategic science and technology diplomacy"
    directions = {
        "Revive science as the foundation for the future, by stronger basic research and human resource development",
        "Set strategic priorities among technology areas",
        "Coordinate science and technology with national security policy",
        "Advance the innovation ecosystem that joins industry, academia and government",
        diplomacy,
        "Reform the framework of promotion and governance",
    }
    parts = {
        "Work more closely with allies and like-minded countries in critical areas of technology",
        "Shape international rules for emerging technologies",
        "Form networks of international brain circulation",
    }
    target = "Raise the share of internationally co-authored papers to half or more"
    assert answered("goals-of-plan", "goal kind partOf status basis", plan="Seventh Plan") == {
        *((goal, "goal", None, "draft", "stated") for goal in directions),
        *((goal, "goal", diplomacy, "draft", "stated") for goal in parts),
        (target, "target", None, "draft", "interpreted"),
    }


def test_plans() -> None:
    """Start, end and predecessor of every plan, with what is our reading marked as such."""
    fourth, fifth = "Fourth Science and Technology Basic Plan", "Fifth Science and Technology Basic Plan"
    sixth = "Sixth Science, Technology and Innovation Basic Plan"
    third_term = "Third Medium-term Plan of JST"
    strategies = "International Strategies Concerning the Third Medium-term Plan of JST"
    undated = {
        "Government policy of strategic international joint research",
        "International strategies of UKRI and BEIS",
        "JST Policy on Open Access to Research Publications and Research Data Management",
        "Post-Covid recovery plan and strategy for future international engagement of the UK",
        "Standards for the Establishment of Junior Colleges",
        "Standards for the Establishment of Universities",
        third_term,
        "UK Innovation Strategy",
        "UK Research and Development Roadmap",
    }
    assert answered("plans", "plan start end predecessor basis") == {
        *((plan, None, None, None, "stated") for plan in undated),
        ("100,000 foreign students plan", "1983", None, None, "stated"),
        (fourth, "19 August 2011", None, None, "interpreted"),
        (fifth, "FY2016", "FY2021", fourth, "interpreted"),
        (sixth, "March 2021", "2025", fifth, "interpreted"),
        ("Seventh Science, Technology and Innovation Basic Plan", None, None, sixth, "interpreted"),
        (strategies, "August 2012", None, None, "interpreted"),
        ("JST's International Strategy (August 2017)", "August 2017", None, strategies, "interpreted"),
        ("JST's Fourth Medium- to Long-term Objectives and Plan", None, "FY2021", third_term, "interpreted"),
        (
            "Integrated Review of Security, Defence, Development and Foreign Policy",
            "March 2021",
            None,
            None,
            "interpreted",
        ),
    }


def test_status_of_the_basic_plans() -> None:
    """One plan is said to have come into force, one to have covered its years, one is a draft, one was issued."""
    found = {(plan, status) for plan, status, kind in answered("plans", "plan status kind") if kind == "basic plan"}
    assert found == {
        ("Fourth Science and Technology Basic Plan", None),
        ("Fifth Science and Technology Basic Plan", "ended"),
        ("Sixth Science, Technology and Innovation Basic Plan", "in force"),
        ("Seventh Science, Technology and Innovation Basic Plan", "draft"),
    }


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        (
            "RIKEN",
            {
                ("Makoto Gonokami", "President, RIKEN", "RIKEN", None),
                ("Motoko Kotani", "Executive Director of Science, RIKEN", "RIKEN", None),
                ("Xiuzhen Yu", "Team Leader, RIKEN", "RIKEN", None),
            },
        ),
        (
            "NIED",
            {
                ("Kaoru Takara", f"President, {NIED}", NIED, None),
                ("Shakti P. C.", f"Chief Expert Researcher, {NIED}", NIED, None),
            },
        ),
        (
            "AMED",
            {
                ("Hitoshi Nakagama", f"President, {AMED}", AMED, None),
                ("Michinari Hamaguchi", f"President, {SCARDA}", SCARDA, None),
            },
        ),
        (
            "MOFA",
            {
                (
                    "Yoichiro Matsumoto",
                    f"Science and Technology Advisor to the Minister for Foreign Affairs, {MOFA}",
                    MOFA,
                    None,
                ),
                (
                    "Motoko Kotani",
                    f"Science and Technology Co-Advisor to the Minister for Foreign Affairs, {MOFA}",
                    MOFA,
                    None,
                ),
                ("Kamikawa", f"Minister for Foreign Affairs, {MOFA}", MOFA, "at the time"),
            },
        ),
        (
            "The University of Tokyo",
            {
                ("Naoko Ishii", f"Project Professor, {FUTURE_INITIATIVES}", FUTURE_INITIATIVES, None),
                ("Yuya Kajikawa", f"Professor, {FUTURE_INITIATIVES}", FUTURE_INITIATIVES, None),
                ("Ryo Sahashi", f"Professor, {ASIA_INSTITUTE}", ASIA_INSTITUTE, None),
                (
                    "Megumi Kaneko",
                    "Professor, Department of Computer Science, The University of Tokyo",
                    "Department of Computer Science, The University of Tokyo",
                    None,
                ),
            },
        ),
    ],
)
def test_people_of_organisations(organisation: str, expected: Rows) -> None:
    """Everybody whom a document gives a post in the organisation or in a unit of it."""
    found = answered("people-of-organisation", "person post organisation status", organisation=organisation)
    assert found == expected


def test_that_the_minister_at_the_time_is_our_reading() -> None:
    """The slide prints no more than the name of a minister; which ministry it was is interpreted."""
    found = answered("people-of-organisation", "person basis", organisation="MOFA")
    assert found == {("Yoichiro Matsumoto", "stated"), ("Motoko Kotani", "stated"), ("Kamikawa", "interpreted")}


def test_posts_of_persons() -> None:
    """Kotani holds three posts at once; Takara holds one, which two documents state."""
    assert answered("posts-of-person", "post organisation status basis", person="Motoko Kotani") == {
        (f"Science and Technology Co-Advisor to the Minister for Foreign Affairs, {MOFA}", MOFA, None, "stated"),
        ("Executive Director of Science, RIKEN", "RIKEN", None, "stated"),
        (
            "Executive Vice President for International Research Strategy, Tohoku University",
            "Tohoku University",
            None,
            "stated",
        ),
    }
    assert answered("posts-of-person", "post organisation status basis", person="Kaoru Takara") == {
        (f"President, {NIED}", NIED, None, "stated"),
    }


#: The board: person, role, the organisations of the posts held, the fields that are printed.
BOARD = [
    ("Yoichiro Matsumoto", "chair", {MOFA}, set()),
    ("Motoko Kotani", "vice chair", {MOFA, "RIKEN", "Tohoku University"}, set()),
    (
        "Kazuto Ataka",
        "member",
        {"Keio University", "LY Corporation"},
        {"Neuroscience", "Data × AI", "Business strategy"},
    ),
    ("Naoko Ishii", "member", {FUTURE_INITIATIVES}, {"International cooperation and development"}),
    (
        "Kazuhiko Ishimura",
        "member",
        {"National Institute of Advanced Industrial Science and Technology"},
        {"Material chemistry", "Electronics"},
    ),
    ("Naoko Ogawa", "member", {"Industrial Technology Bureau, Keidanren"}, {"Industry", "Economy"}),
    ("Yuya Kajikawa", "member", {FUTURE_INITIATIVES}, {"T&I management", "STI policy"}),
    ("Sayako Kanamori", "member", {"Osaka University"}, {"Global health", "Health policy"}),
    (
        "Megumi Kaneko",
        "member",
        {"National Institute of Informatics", "Department of Computer Science, The University of Tokyo"},
        {"ICT", "Wireless communication"},
    ),
    ("Maki Kawai", "member", {"National Institutes of Natural Sciences"}, {"Physical chemistry", "Surface science"}),
    ("Hiroaki Kitano", "member", {"Sony Computer Science Laboratories, Inc."}, {"Systems biology", "AI"}),
    ("Kazuo Kyuma", "member", {"National Agriculture and Food Research Organization"}, {"Applied physics"}),
    ("Ryo Sahashi", "member", {ASIA_INSTITUTE}, {"International politics"}),
    ("Kaoru Takara", "member", {NIED}, {"Disaster prevention"}),
    ("Kazuhiko Takeuchi", "member", {"Institute for Global Environmental Strategies"}, {"Environmental science"}),
    ("Akihiko Tanaka", "member", {JICA}, {"International politics"}),
    (
        "Hitoshi Nakagama",
        "member",
        {AMED},
        {"Molecular oncology", "Environmental carcinogenesis", "Cancer genomics"},
    ),
    ("Kyosuke Nagata", "member", {"University of Tsukuba"}, {"Molecular biology", "Virology"}),
    ("Michinari Hamaguchi", "member", {SCARDA}, {"Medicine", "Tumor biology"}),
    ("Koichi Hishida", "member", {MEIJI_UNIT}, {"Thermal engineering", "Fluid engineering"}),
    (
        "Akira Morita",
        "member",
        {"Next Generation Fundamental Policy Research Institute"},
        {"Public administration", "Public policy"},
    ),
    ("Hiroshi Yamakawa", "member", {"Japan Aerospace Exploration Agency"}, {"Aerospace engineering"}),
    (
        "Hiroyuki Yamato",
        "member",
        {"Japan Agency for Marine-Earth Science and Technology"},
        {"Naval architecture and ocean engineering", "Transportation system"},
    ),
    (
        "Masato Wakayama",
        "member",
        {"NTT Institute for Fundamental Mathematics", "ZEN University"},
        {"Mathematics", "Mathematical science"},
    ),
]


def test_members_of_the_advisory_board() -> None:
    """A chair, a vice chair and 22 members, each with the organisations and the fields that are printed."""
    found: dict[tuple[str | None, str | None], tuple[set[str], set[str]]] = {}
    rows = answered("members-of-body", "person role affiliation field", body="Advisory Board")
    for person, role, affiliation, field in rows:
        affiliations, fields = found.setdefault((person, role), (set(), set()))
        affiliations |= {affiliation} if affiliation else set()
        fields |= {field} if field else set()
    assert found == {(person, role): (affiliations, fields) for person, role, affiliations, fields in BOARD}
    assert sum(role == "member" for _, role in found) == 22


def test_organisations_of_a_kind() -> None:
    """Four funding agencies of Japan, ten of the UK and one of the US; six missions; one learned society."""
    japan = {JSPS, JST, AMED, "New Energy and Industrial Technology Development Organization"}
    uk = {
        "UK Research and Innovation",
        "Arts and Humanities Research Council",
        "Biotechnology and Biological Sciences Research Council",
        "Economic and Social Research Council",
        "Engineering and Physical Sciences Research Council",
        "Innovate UK",
        "Medical Research Council",
        "Natural Environment Research Council",
        "Research England",
        "Science and Technology Facilities Council",
    }
    assert answered("organisations", "organisation kind country", kind="funding agency") == {
        *((name, "funding agency", "Japan") for name in japan),
        *((name, "funding agency", UK) for name in uk),
        ("National Science Foundation", "funding agency", US),
    }
    missions = {
        "Consulate-General of Japan in San Francisco",
        "Embassy of Japan in India",
        "Embassy of Japan in Israel",
        "Embassy of Japan in Sweden",
        "Embassy of Japan in the United Kingdom",
        "Mission of Japan to the European Union",
    }
    assert answered("organisations", "organisation country", kind="mission abroad") == {(m, "Japan") for m in missions}
    assert answered("organisations", "organisation country", kind="learned society") == {("Royal Society", UK)}


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (
            "JAXA",
            {
                (SLIDES, "The Advisory Board for Promoting Science and Technology Diplomacy"),
                (REPORT, "8.2.1 National Research Institutions"),
            },
        ),
        ("Sudan", {(ARTICLE, "Picture caption")}),
        ("Moonshot Research and Development Program", {(REPORT, "2.5.4 Moonshot Research and Development Program")}),
        (
            "WPI",
            {
                (SLIDES, "World Premier International Research Center Initiative (WPI)"),
                (SLIDES, "Foreign researchers"),
                (SLIDES, "Citations"),
                (REPORT, "2.5.6 Other science and innovation initiatives"),
            },
        ),
    ],
)
def test_mentions(entity: str, expected: Rows) -> None:
    """The document and the section of every passage that names the entity."""
    assert answered("mentions", "document section", entity=entity) == expected


@pytest.mark.parametrize(
    ("name", "values", "chosen", "expected"),
    [
        (
            "countries-of-programme",
            {"programme": "SATREPS"},
            ("Japan", "home country"),
            {(SLIDES, "National programmes for international joint research")},
        ),
        (
            "programmes-with-country",
            {"country": "Japan"},
            ("MEXT Scholarships", "home country"),
            {(REPORT, "8.1.1 MEXT Scholarships")},
        ),
    ],
)
def test_sections_that_a_row_cites(name: str, values: dict[str, str], chosen: tuple[str, ...], expected: Rows) -> None:
    """A row cites the sections that state it, and none from elsewhere in which only a name recurs."""
    assert cited(name, "documentLabel sectionLabel", values, *chosen) == expected


@pytest.mark.parametrize(
    ("name", "values", "chosen", "expected"),
    [
        (
            "programmes-with-country",
            {"country": "Singapore"},
            (E_ASIA, "wanted member"),
            {"19240-19393", "19394-19542"},
        ),
        ("programmes-of-agency", {"agency": "JST"}, (SICORP, "launcher"), {"16245-16364", "16365-16565"}),
        (
            "countries-of-programme",
            {"programme": "e-ASIA JRP"},
            (EAS_COUNTRIES, "match funder"),
            {"17555-17712", "17713-17927"},
        ),
    ],
)
def test_passages_that_a_row_cites(
    name: str, values: dict[str, str], chosen: tuple[str, ...], expected: set[str]
) -> None:
    """Among the passages of a row are those that state it and name what it is about."""
    found = {passage for (passage,) in cited(name, "passageLabel", values, *chosen)}
    assert found >= expected


def test_that_no_row_on_singapore_rests_on_a_place_of_meeting() -> None:
    """The sentence on the meeting that was held in Singapore does not state that Singapore is wanted as a member."""
    found = cited("programmes-with-country", "passageLabel", {"country": "Singapore"}, "wanted member")
    assert ("18783-18881",) not in found
