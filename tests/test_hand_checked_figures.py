"""Figures, money, targets and dates worked out by reading the five documents, and compared with the answers."""

from __future__ import annotations

import pytest
from test_hand_checked import AMED, ARTICLE, E_ASIA, JST, MEXT, REPORT, TOP_CIRCLES, UK, US, WPI, Rows, answered

PAGE = "About JST: International Strategy and Open Science Policy"
TOPIC = "Special topic on international brain circulation: introduction and list of interviewees"
CSTP = "Council for Science and Technology Policy"
GOVERNMENT = "Government of Japan"
FIFTH = "Fifth Science and Technology Basic Plan"
SIXTH = "Sixth Science, Technology and Innovation Basic Plan"
SEVENTH = "Seventh Science, Technology and Innovation Basic Plan"
TOBITATE = "Tobitate! Study Abroad Japan"
MOONSHOT = "Moonshot Research and Development Program"
UNIVERSITY_FUND = "University Fund"
EDUCATION_BUDGET = "Japanese budget for culture, education and science"
UK_BUDGET = "UK research and development budget 2022–2025"
GLOBAL_ISSUES = "Science and Technology Cooperation on Global Issues"
STD = "science and technology diplomacy"
BOARD, FELLOW = "Advisory Board for Promoting Science and Technology Diplomacy", "Science and Technology Fellow"
PROPOSAL_2009 = f"June 2009 proposal by the CSTP's executive members to strengthen {STD} further"
WORKING_GROUP = "CSTP working group on science and technology diplomacy"
STUDENT_SURVEY = "Annual Survey of International Students in Japan"
CSTP_REPORT = "Toward the Reinforcement of Science and Technology Diplomacy"

YEN, POUND = "Japanese yen", "pound sterling"
OF_GDP = "per cent of gross domestic product"
STUDENTS_ABROAD = "Japanese students studying abroad"
COAUTHORED = "Co-authored publications"
GERD = "Gross expenditure on research and development"
TOTAL_RD = "Total expenditure on research and development"
GOVERNMENT_RD = "Government investment in research and development"
TOTAL_INVESTMENT = "Public and private investment in research and development"
INDUSTRY_RD = "Spending of an industry on its research and development"
CITING_PATENTS = "Patents that cite the publications of a country"
OUTBOUND, INBOUND = "Outbound mobile researchers", "Inbound mobile researchers from abroad"
FROM_ABROAD = "International students studying in the country"
COAUTHORED_SHARE = "Share of scientific papers with an international co-author"
CENTRE_FUNDING = "Annual funding of one WPI centre"
CENTRE_RESEARCHERS = "Share of foreign researchers in a WPI centre"
CENTRE_INVESTIGATORS = "Share of foreign principal investigators in a WPI centre"
CENTRE_YEARS = "Years for which one WPI centre is funded"
PROJECTS, COUNTRIES = "Research projects supported", "Countries with supported projects"
REGIONS = "Regions with supported projects"

DOUBLE_STUDENTS = "Double the number of Japanese students who study abroad"
MORE_STUDENTS = "Increase the number of mobile students"
WPI_RESEARCHERS = "Have a set share of foreign researchers in each WPI centre"
WPI_INVESTIGATORS = "Have a set share of foreign principal investigators in each WPI centre"
WHOLLY_GLOBAL = "Become wholly global by the end of the medium- to long-term plan"
HALF_COAUTHORED = "Raise the share of internationally co-authored papers to half or more"
TWICE_ABROAD = "Send twice as many Japanese researchers abroad in key fields"
UK_SHARE = "Invest a set share of GDP in research and development"
FIFTH_PUBLIC = "Reach public investment in research and development of one per cent of GDP"
FIFTH_TOTAL = "Reach combined private and public investment in research and development of four per cent of GDP"
FIFTH_SOCIETY = "Invest in Society 5.0, which joins cyber and physical spaces"
SIXTH_BY_2025 = "Raise public funding for research and development by the end of 2025"
SIXTH_BY_2023 = "Raise government funding for research and development by the end of 2023"
SIXTH_TOTAL = "Reach a total of public and private investment in research and development"
SIXTH_PEOPLE = (
    "Develop people who pursue diverse happiness and take on challenges, to turn all of Japan into Society 5.0"
)
SIXTH_RESEARCH = "Keep creating diverse and excellent knowledge and bring research capability back to the world's top"
SIXTH_JOINT = "Increase opportunities for joint research"
SIXTH_OTHERS = {
    "Build diplomatic relations with other governments",
    "Cooperate with foreign funding agencies",
    "Invest in research and development with strategy and aim, diversify the people in research and academia at home, and promote research and innovation across disciplines",
    "Move to a sustainable and resilient society",
    "Produce knowledge as a source of value",
    "Redesign Japan's society, solve global issues before others and keep people safe, so that everybody can live their own kind of happiness",
    "Reform at home",
    "Respond to the challenges of the whole world",
    "Strengthen Japan as a leader of its region and of the world that solves domestic and global challenges through science, technology and innovation",
    "Train people who support a changing society",
    "Transform policy-making so that science gives it more data and knowledge when policies are evaluated, formulated and carried out",
}


def rows(table: str) -> Rows:
    """The rows of a table, one a line or several with semicolons between; bars between cells, None for an empty one."""
    lines = (line.split("|") for line in table.strip().replace(" ; ", "\n").splitlines())
    return {tuple(cell.strip() or None for cell in line) for line in lines}


def test_targets() -> None:
    """Report 2.1 and 2.5.2 (Tobitate), 2.5.3, 2.5.5, 3.1; slides on Japanese actions and on WPI; JST's 100% global."""
    columns = "target indicator value unit deadline baseline baselineValue setter status basis"
    assert answered("targets", columns) == rows(f"""
        {DOUBLE_STUDENTS} | {STUDENTS_ABROAD} | 120000 | persons | 2020 | 2010 | 60000 | {TOBITATE} | | stated
        {MORE_STUDENTS} | {STUDENTS_ABROAD} | 120000 | persons | 2020 | 2010 | 60000 | {TOBITATE} | | stated
        {WPI_RESEARCHERS} | {CENTRE_RESEARCHERS} | 30 | per cent | | | | {WPI} | | stated
        {WPI_INVESTIGATORS} | {CENTRE_INVESTIGATORS} | 20 | per cent | | | | {WPI} | | stated
        {WHOLLY_GLOBAL} | How far JST is global | 100 | per cent | FY2021 | | | JST's International Strategy (August 2017) | | stated
        {HALF_COAUTHORED} | {COAUTHORED_SHARE} | 50 | per cent | | | | Japan | | stated
        {HALF_COAUTHORED} | {COAUTHORED_SHARE} | 50 | per cent | | | | {SEVENTH} | draft | interpreted
        {TWICE_ABROAD} | Japanese researchers sent abroad in key fields | 2 | times the current level | 2035 | | | Japan | | stated
        {UK_SHARE} | UK investment in research and development as a share of GDP | 2.4 | {OF_GDP} | 2027 | | | {UK} | | stated
        {FIFTH_PUBLIC} | {GOVERNMENT_RD} as a share of GDP | 1 | {OF_GDP} | | | | {FIFTH} | | stated
        {FIFTH_TOTAL} | {TOTAL_INVESTMENT} as a share of GDP | 4 | {OF_GDP} | | | | {FIFTH} | | stated
        {SIXTH_BY_2025} | {GOVERNMENT_RD} | 30000000000000 | {YEN} | 2025 | | | {GOVERNMENT} | | stated
        {SIXTH_BY_2025} | {GOVERNMENT_RD} | 30000000000000 | {YEN} | 2025 | | | {SIXTH} | | stated
        {SIXTH_BY_2023} | {GOVERNMENT_RD} | 30000000000000 | {YEN} | 2023 | | | {GOVERNMENT} | | stated
        {SIXTH_BY_2023} | {GOVERNMENT_RD} | 30000000000000 | {YEN} | 2023 | | | {SIXTH} | | stated
        {SIXTH_TOTAL} | {TOTAL_INVESTMENT} | 120000000000000 | {YEN} | 2025 | | | {SIXTH} | | stated
    """)


def test_targets_of_one_setter() -> None:
    """The same places, one plan, programme or country at a time."""
    expected = {
        "Fifth Basic Plan": {FIFTH_PUBLIC, FIFTH_TOTAL},
        "Sixth Basic Plan": {SIXTH_BY_2023, SIXTH_BY_2025, SIXTH_TOTAL},
        "WPI": {WPI_RESEARCHERS, WPI_INVESTIGATORS},
        "Tobitate": {DOUBLE_STUDENTS, MORE_STUDENTS},
        "UK": {UK_SHARE},
    }
    for plan, goals in expected.items():
        assert answered("targets", "target", plan=plan) == {(goal,) for goal in goals}


def test_progress_of_targets() -> None:
    """Report 2.1 and 2.5.2 (students, one number once an estimate), 2.5.6 (WPI); slide on WPI, Citations."""
    students = rows("60000|2010|50| ; 80556|2018|67.1|estimated ; 80556|2018|67.1| ; 77953|2019|65| ; 18374|2020|15.3|")
    centres = rows("40|no date printed|133.3|approx. ; 40|December 2022|133.3|around")
    found = answered("target-progress", "target observed period share approximation")
    expected = {DOUBLE_STUDENTS: students, MORE_STUDENTS: students, WPI_RESEARCHERS: centres}
    assert {row for row in found if row[0] in expected} == {
        (target, *row) for target, rows in expected.items() for row in rows
    }


def test_targets_without_observation() -> None:
    """No document prints a value for what these count; for the students and the researchers of WPI they do."""
    found = answered("targets-without-observation", "target")
    missing = {WPI_INVESTIGATORS, WHOLLY_GLOBAL, HALF_COAUTHORED, TWICE_ABROAD, SIXTH_BY_2023, SIXTH_BY_2025}
    assert {(target,) for target in missing | {SIXTH_TOTAL}} <= found
    assert found.isdisjoint({(DOUBLE_STUDENTS,), (MORE_STUDENTS,), (WPI_RESEARCHERS,)})


#: What is counted, for whom; period, value, unit, word of approximation, time from which the value is the change.
INDICATORS = f"""
    {STUDENTS_ABROAD} | Japan | 2010 | 60000 | persons | | ; {STUDENTS_ABROAD} | Japan | 2018 | 80556 | persons | |
    {STUDENTS_ABROAD} | Japan | 2018 | 80556 | persons | estimated |
    {STUDENTS_ABROAD} | Japan | 2019 | 77953 | persons | | ; {STUDENTS_ABROAD} | Japan | 2020 | 18374 | persons | |
    {FROM_ABROAD} | Japan | 2019 | 312214 | persons | | ; {FROM_ABROAD} | Japan | 2020 | 279597 | persons | |
    {FROM_ABROAD} | Japan | 2020 | -10.4 | per cent | | 2019
    {OUTBOUND} | Japan | 2010 | 140731 | persons | | ; {OUTBOUND} | Japan | 2017 | 174602 | persons | |
    {OUTBOUND} | Japan | 2017 | 24.1 | per cent | | 2010
    {INBOUND} | Japan | 2010 | 37453 | persons | | ; {INBOUND} | Japan | 2017 | 39473 | persons | |
    {INBOUND} | Japan | 2017 | 5.4 | per cent | | 2010
    {TOTAL_RD} | Japan | FY2020 | 19200000000000 | {YEN} | | ; {TOTAL_RD} | Japan | FY2020 | 11500000000 | {POUND} | |
    {TOTAL_RD} | Japan | FY2020 | 3.6 | {OF_GDP} | | ; {TOTAL_RD} | Japan | FY2020 | -1.7 | per cent | | FY2019
    {TOTAL_RD} | UK | 2020 | 15300000000 | {POUND} | | ; {TOTAL_RD} | UK | 2020 | 0.7 | {OF_GDP} | |
"""


def test_indicators() -> None:
    """Report 2.1 and 2.5.2 (students), 4.2.1 and 4.2.2 (researchers), 3.1 below Table 1 and below Figure 5."""
    columns = "period value unit approximation changeFrom"
    for indicator, area in {row[:2] for row in rows(INDICATORS)}:
        expected = {row[2:] for row in rows(INDICATORS) if row[:2] == (indicator, area)}
        assert answered("indicator", columns, indicator=str(indicator), area=str(area)) == expected


def test_comparison_of_japan_and_the_uk() -> None:
    """Report, Tables 1 and 2, of 2019."""
    found = answered("compare-countries", "indicator period value otherValue unit ratio", country="Japan", other=UK)
    assert found == rows(f"""
        {GERD} | 2019 | 19600000000000 | 6200000000000 | {YEN} | 3.16
        {GERD} | 2019 | 122000000000 | 38500000000 | {POUND} | 3.17
        {GERD} | 2019 | 3.24 | 1.76 | {OF_GDP} | 1.84
        {GERD}: business | 2019 | 2.59 | 0.95 | {OF_GDP} | 2.73
        {GERD}: government | 2019 | 0.48 | 0.45 | {OF_GDP} | 1.07
        Researchers (full-time equivalent) | 2019 | 681821 | 317472 | persons | 2.15
        Researchers per 1,000 of population | 2019 | 9.8 | 9.7 | per thousand of population | 1.01
    """)


#: Partner, papers written together, their impact: Table 5 of the report.
PARTNERS = rows(f"""
    {US} | 54093 | 2.39 ; China | 38692 | 2.05 ; Germany | 20725 | 3.14 ; {UK} | 20342 | 3.31 ; France | 15358 | 3.45
    Australia | 12888 | 3.78 ; South Korea | 11608 | 2.85 ; Italy | 11055 | 4.22 ; Canada | 10860 | 4.05 ; Spain | 8345 | 4.81
""")
#: Field, papers written together, their impact: Table 6 of the report.
FIELDS = rows("""
    Medicine | 7117 | 5.85 ; Physics and astronomy | 6291 | 2.58
    Biochemistry, genetics and molecular biology | 3698 | 3.16 ; Earth and planetary sciences | 3292 | 2.86
    Engineering | 2895 | 1.92 ; Materials science | 2123 | 1.81 ; Computer science | 1959 | 1.98 ; Chemistry | 1801 | 1.87
    Agricultural and biological sciences | 1710 | 2.29 ; Mathematics | 1254 | 1.92
""")


def test_research_partners_of_japan() -> None:
    """Report 4.1: the ten rows of Table 5, and the round number for the US in the text above it."""
    found = answered("research-partners", "country publications impact period approximation", country="Japan")
    rounded = (US, "50000", None, "2016 to 2021", "over")
    assert found == {rounded} | {(*row, "2016 to 2021", None) for row in PARTNERS}


def test_fields_of_collaboration() -> None:
    """Report 5.2: the ten rows of Table 6."""
    found = answered("fields-of-collaboration", "field publications impact period", country="Japan", other=UK)
    assert found == {(*row, "2017 to 2021") for row in FIELDS}


def test_coauthored_publications() -> None:
    """Report, Tables 5 and 6, 3.2 (papers with any other country), 4.1 (the US, place of China), 5.2 (growth)."""
    columns = "period value unit approximation changeFrom counterpart field"
    assert answered("indicator", columns, indicator=COAUTHORED, area="Japan") == {
        *(("2016 to 2021", number, "number", None, None, country, None) for country, number, _ in PARTNERS),
        *(("2017 to 2021", number, "number", None, None, UK, field) for field, number, _ in FIELDS),
        ("2016 to 2021", "50000", "number", "over", None, US, None),
        ("2016 to 2021", "2", "rank", None, None, "China", None),
        ("2017", "37442", "number", None, None, None, None),
        ("2020", "44374", "number", None, None, None, None),
        ("2021", "29.2", "per cent", None, "2017", UK, None),
    }


def test_citing_patents_and_totals() -> None:
    """Report, Table 4, whose rows exceed its total, and the heading above it; introduction: two shares of one sum."""
    found = answered("indicator", "period value approximation", indicator=CITING_PATENTS, area="Japan")
    assert found == rows("""
        2017 | 5981 | ; 2018 | 3451 | ; 2019 | 1268 | ; 2020 | 433 | ; 2021 | 130 |
        2017 to 2021 | 10389 | ; 2017 to 2021 | 10000 | over
    """)
    assert answered("totals", "indicator total parts difference count area") == rows(f"""
        {CITING_PATENTS} | 10389 | 11263 | 874 | 5 | Japan
        Budget | 50100000000 | 50100000000 | 0 | 2 | {TOP_CIRCLES}
    """)


#: Subject, kind, status, period, first amount and its currency, printed conversion if any, and the rate they imply.
MONEY = rows(f"""
    {TOP_CIRCLES} | Budget | planned | FY2022 | 50100000000 | {YEN} | |
    {JST} | Budget | planned | FY2022 | 44000000000 | {YEN} | | ; {AMED} | Budget | planned | FY2022 | 6100000000 | {YEN} | |
    J-RISE Initiative | Total scale of a project | planned | no date printed | 100000000000 | {YEN} | |
    Japan | Average debt of a student upon graduation | owed | December 2022 | 3673684 | {YEN} | 21951 | 167.4
    {EDUCATION_BUDGET} | Government expenditure on education and science | spent | 2021 | 6800000000000 | {YEN} | |
    {FIFTH} | {GOVERNMENT_RD} | planned | FY2016 to FY2021 | 26000000000000 | {YEN} | 169000000000 | 153.8
    {MOONSHOT} | {GOVERNMENT_RD} | committed | ten years from 2021 | 115000000000 | {YEN} | |
    {SIXTH} | {GOVERNMENT_RD} | committed | by the end of 2025 | 30000000000000 | {YEN} | 186000000000 | 161.3
    {SIXTH} | {GOVERNMENT_RD} | committed | by the end of 2023 | 30000000000000 | {YEN} | 18600000000 | 1612.9
    {SIXTH} | {TOTAL_INVESTMENT} | planned | by the end of 2025 | 120000000000000 | {YEN} | |
    {SIXTH} | {TOTAL_INVESTMENT} | planned | 2021 to 2025 | 120000000000000 | {YEN} | |
    {WPI} | {CENTRE_FUNDING} | committed | December 2022 | 700000000 | {YEN} | |
    {WPI} | {CENTRE_FUNDING} | committed | December 2022 | 1400000000 | {YEN} | |
    {UNIVERSITY_FUND} | Size of a fund | committed | April 2022 | 10000000000000 | {YEN} | 62000000000 | 161.3
    Japan | {GERD} | spent | 2019 | 19600000000000 | {YEN} | 122000000000 | 160.7
    {UK} | {GERD} | spent | 2019 | 38500000000 | {POUND} | 6200000000000 | 161
    Japan | {TOTAL_RD} | spent | FY2020 | 19200000000000 | {YEN} | 11500000000 | 1669.6
    {UK} | {TOTAL_RD} | spent | 2020 | 15300000000 | {POUND} | |
    {UK} | Increase in {TOTAL_RD.lower()} | spent | 2020 | 1700000000 | {POUND} | |
    {UK} | {GOVERNMENT_RD} | spent | 2019 | 13100000000 | {POUND} | 2100000000000 | 160.3
    {UK} | {INDUSTRY_RD} | spent | 2019 | 4800000000 | {POUND} | 771000000000 | 160.6
    {UK} | {INDUSTRY_RD} | spent | 2019 | 3400000000 | {POUND} | 547000000000 | 160.9
    {UK_BUDGET} | Budget | planned | 2022 to 2025 | 39500000000 | {POUND} | |
""")


def test_money() -> None:
    """Introduction; slide on Japanese actions; report 2.3, 2.5.3 to 2.5.6, 3.1, 6. The other two print no amount."""
    expected = set()
    for subject, kind, status, period, amount, currency, converted, _ in MONEY:
        expected.add((subject, kind, status, period, amount, currency, None))
        if converted:
            other = POUND if currency == YEN else YEN
            expected.add((subject, kind, status, period, converted, other, amount))
    assert answered("budgets", "subject kind status period amount currency conversionOf") == expected


def test_conversions() -> None:
    """Report, note 24: its rates count from that note on, so the students' debt, which stands above, has no date."""
    assert answered("conversions", "subject kind amount currency converted rate rateDate") == {
        (subject, kind, amount, currency, converted, rate, None if status == "owed" else "6 May 2022")
        for subject, kind, status, _, amount, currency, converted, rate in MONEY
        if converted
    }


def test_payers() -> None:
    """Report 2.3 (general account), 2.5.4, 2.5.5 and 3.1: commitments of the government."""
    assert answered("money-by-payer", "subject amount currency payer status") == rows(f"""
        {EDUCATION_BUDGET} | 6800000000000 | {YEN} | {GOVERNMENT} | spent
        {MOONSHOT} | 115000000000 | {YEN} | {GOVERNMENT} | committed
        {SIXTH} | 30000000000000 | {YEN} | {GOVERNMENT} | committed
        {SIXTH} | 186000000000 | {POUND} | {GOVERNMENT} | committed ; {SIXTH} | 18600000000 | {POUND} | {GOVERNMENT} | committed
    """)


def test_changes() -> None:
    """Report 2.1 (students), 3.1, 3.2 (papers), 4.2, 5.2, 5.3.1 and 5.3.2, both in words."""
    found = answered("changes", "indicator value unit changeFrom period counterpart approximation")
    year = "(as printed; one year that spans two)"
    assert found >= rows(f"""
        {FROM_ABROAD} | -10.4 | per cent | 2019 | 2020 | |
        {OUTBOUND} | 24.1 | per cent | 2010 | 2017 | |
        {INBOUND} | 5.4 | per cent | 2010 | 2017 | |
        {TOTAL_RD} | -1.7 | per cent | FY2019 | FY2020 | |
        Publications | 4.5 | per cent | 2016 | 2020 | |
        {COAUTHORED} | 29.2 | per cent | 2017 | 2021 | {UK} |
        Full-time students enrolled on courses abroad | -0.333 | fraction | 2007–08 {year} | 2020–21 {year} | {UK} | over
        Academic and research staff of one country who work in universities of another | 2 | times | 2004–05 {year} | 2020–21 {year} | {UK} | almost
    """)


def test_ranks() -> None:
    """Report 3.2 (papers, workforce, impact, papers with other countries), 4.1 (China), 5.2 (Japan), 5.3.1 (the UK)."""
    assert answered("ranks", "indicator area rank counterpart period") == rows(f"""
        Publications | Japan | 5 | | December 2022
        Proportion of researchers in the workforce | Japan | 9 | | December 2022
        Field-weighted citation impact | {UK} | 1 | | since 2007
        {COAUTHORED_SHARE} | {UK} | 2 | | 2019–20 (as printed; one year that spans two)
        {COAUTHORED} | Japan | 2 | China | 2016 to 2021
        {COAUTHORED} | {UK} | 14 | Japan | December 2022
        Preference of students for a country as a place of study abroad | Japan | 3 | {UK} | 2019
    """)


#: Of what, what is counted, period, value, unit, word of approximation.
FIGURES = f"""
    SATREPS | {PROJECTS} | since April 2008 | 68 | number | ; SATREPS | {COUNTRIES} | since April 2008 | 35 | number |
    SICP | {PROJECTS} | June 2012 | 335 | number | ; SICP | {COUNTRIES} | June 2012 | 22 | number | ; SICP | {REGIONS} | June 2012 | 1 | number |
    SICORP | {PROJECTS} | since 2009 | 14 | number | ; SICORP | {COUNTRIES} | since 2009 | 3 | number | ; SICORP | {REGIONS} | since 2009 | 1 | number |
    e-ASIA JRP | Countries whose ministries are founding members | March 2013 | 8 | number | ; Advisory Board | Members | no date printed | 22 | persons |
    WPI | Centres | 2019 | 13 | number | ; WPI | Centres | December 2022 | 13 | number |
    WPI | {CENTRE_RESEARCHERS} | no date printed | 40 | per cent | approx. ; WPI | {CENTRE_RESEARCHERS} | December 2022 | 40 | per cent | around
    WPI | Share of papers that stem from international joint research | no date printed | 50 | per cent | Nearly
    WPI | Field citation ratio relative to the average | no date printed | 3.2 | times | ; WPI | Missions | no date printed | 3 | number |
    WPI | {CENTRE_YEARS} | December 2022 | 10 | years | ; WPI | {CENTRE_YEARS} | December 2022 | 15 | years |
    WPI | {CENTRE_FUNDING} | December 2022 | 700000000 | {YEN} | ; WPI | {CENTRE_FUNDING} | December 2022 | 1400000000 | {YEN} | to
"""


def test_figures_of() -> None:
    """Article, on SATREPS, SICP, SICORP, e-ASIA JRP; slides, on the board and on WPI; report 2.5.6, on WPI."""
    for entity in {row[0] for row in rows(FIGURES)}:
        expected = {row[1:] for row in rows(FIGURES) if row[0] == entity}
        assert answered("figures-of", "indicator period value unit approximation", entity=str(entity)) == expected


def test_wanted_and_shared() -> None:
    """Article, on e-ASIA JRP; slide on Horizon Europe; report 1 (the agreement), 5.1, 7 (G7), 8.1.1 to 8.1.4."""
    assert answered("wanted-members", "programme member status") == rows(f"""
        {E_ASIA} | China | wanted ; {E_ASIA} | Singapore | wanted
        {E_ASIA} | South Korea | wanted ; {E_ASIA} | {US} | wanted
        {E_ASIA} | Countries participating in the East Asia Summit | prospective
        Horizon Europe | Japan | agreed in principle
    """)
    found = answered("shared-by-countries", "what participation otherParticipation", country="Japan", other=UK)
    assert found == rows("""
        EPSRC–JSPS Core-to-Core Collaboration in Advanced Functional Materials | participant | participant
        ESRC–AHRC–JSPS call for UK–Japan research on Covid-19 challenges | participant | participant
        Group of Seven | member | member
        Horizon Europe | associating party | participant
        Horizon Europe | participant | participant
        Human Frontier Science Program | participant | participant
        INPOMS Core-to-Core network | participant | participant
        JSPS International Fellowships for Research in Japan | home country | country of applicants
        Japan–UK Research and Education Network for Knowledge Economy Initiatives | participant | participant
        Joint calls of the UK Research Councils | participant | participant
        MEXT Scholarships | home country | country of applicants
        Royal Society International Exchanges Scheme | participant | participant
        UK–Japan Comprehensive Economic Partnership Agreement | party | party
    """)


def test_what_recommendations_led_to() -> None:
    """Article, on 2008 and on June 2009; slide on the fellows. SICORP is older than the report that supported it."""
    found = answered("recommendation-to-programme", "recommendation by outcome launcher start basis")
    assert found >= rows(f"""
        Recommendations of the Advisory Board to the Foreign Minister, June 2022 | {BOARD} | {FELLOW} | | 2023 | stated
        {CSTP_REPORT} | {CSTP} | {GLOBAL_ISSUES} | {MEXT} | 2008 | stated
        {CSTP_REPORT} | {CSTP} | {GLOBAL_ISSUES} | Ministry of Foreign Affairs of Japan | 2008 | stated
        {PROPOSAL_2009} | Executive members of the Council for Science and Technology Policy | CSTP task force on science and technology diplomacy | {CSTP} | | stated
    """)
    assert "Strategic International Collaborative Research Program" not in {outcome for _, _, outcome, *_ in found}


def test_goals_of_two_plans() -> None:
    """Report 2.5.3, 2.5.5 and 6, and the introduction: four pairs are close, the others stand alone."""
    found = answered(
        "what-changed", "goal in counterpart", **{"from-plan": "Fifth Basic Plan", "to-plan": "Sixth Plan"}
    )
    pairs = {
        (FIFTH_PUBLIC, SIXTH_BY_2023),
        (FIFTH_PUBLIC, SIXTH_BY_2025),
        (FIFTH_TOTAL, SIXTH_TOTAL),
        (FIFTH_SOCIETY, SIXTH_PEOPLE),
    }
    assert {(goal, other) for goal, where, other in found if where == "both"} == pairs | {(b, a) for a, b in pairs}
    assert {goal for goal, where, _ in found if where == "earlier"} == {
        "Build and maintain infrastructure, with technologies that prevent natural disasters and reduce them",
        "Expand investment in science and technology at home",
    }
    later = {goal for goal, where, _ in found if where == "later"}
    assert later == SIXTH_OTHERS | {SIXTH_RESEARCH, SIXTH_JOINT}


def test_silent_answers() -> None:
    """No document names a programme for these goals of the Sixth Plan, nor a sum for these programmes; for five it does."""
    goals = SIXTH_OTHERS | {SIXTH_BY_2023, SIXTH_BY_2025, SIXTH_TOTAL, SIXTH_PEOPLE}
    assert answered("goals-without-programme", "goal", of="Sixth Basic Plan") == {(goal,) for goal in goals}
    found = answered("programmes-without-money", "programme")
    assert found >= rows(f"""
        Adopting Sustainable Partnerships for Innovative Research Ecosystem ; Dispatch of Science and Technology Researchers
        Networked Exchange, United Strength for Stronger Partnerships between Japan and ASEAN ; {E_ASIA} ; {FELLOW}
        Science and Technology Research Partnership for Sustainable Development ; {TOBITATE} ; MEXT Scholarships
        Strategic International Collaborative Research Program ; Strategic International Cooperative Program
        Grants-in-Aid for Scientific Research ; Core-to-Core Program ; Top Global University Project
        Principal Investigator (PI) Map Project ; Human Frontier Science Program
    """)
    assert found.isdisjoint({(MOONSHOT,), (WPI,), (UNIVERSITY_FUND,), ("J-RISE Initiative",), (TOP_CIRCLES,)})


def test_spending_for_research_capability() -> None:
    """Report 2.5.6: who launched WPI, whose name the fund carries, and the sums; that they serve the goal is read in."""
    found = answered("spending-for-goal", "agency involvement programme amount currency basis", goal=SIXTH_RESEARCH)
    assert found == rows(f"""
        {JST} | named with it | {UNIVERSITY_FUND} | 10000000000000 | {YEN} | interpreted
        {JST} | named with it | {UNIVERSITY_FUND} | 62000000000 | {POUND} | interpreted
        {MEXT} | launcher | {WPI} | 700000000 | {YEN} | interpreted
        {MEXT} | launcher | {WPI} | 1400000000 | {YEN} | interpreted
    """)


def test_definitions_and_documents() -> None:
    """Article (diplomacy, circulation, matching funds); report, notes 9, 32, 34, 48, 55 and 2.5.3; lengths counted."""
    assert answered("definitions", "term by document") >= rows(f"""
        Science and technology diplomacy | {CSTP_REPORT} | {ARTICLE}
        International brain circulation | | {ARTICLE} ; Matching fund system | | {ARTICLE}
        East Asia Science & Innovation Area | | {ARTICLE} ; Society 5.0 | | {REPORT}
        {CITING_PATENTS} | | {REPORT} ; FY2019 | | {REPORT} ; Financial year of Japan | | {REPORT}
        Institutions, as SciVal counts them | SciVal | {REPORT}
        International student, as counted by the {STUDENT_SURVEY} | {STUDENT_SURVEY} | {REPORT}
    """)
    assert answered("sources", "document characters") == rows(f"""
        {TOPIC} | 3055 ; {PAGE} | 5203 ; {ARTICLE} | 21889 ; {REPORT} | 55991
        Promotion of Science and Technology Diplomacy: slides by Motoko Kotani | 14362
    """)


#: Date, and what happened, began, ended or is due then, with a plus sign between.
TIMELINE = {
    ("2007", "2012"): f"""
    the first decade of the twenty-first century | Policy dialogues of Japan on science and technology in the 2000s
    2007 | 2007 proposal by the CSTP's executive members on collaboration of science and technology with diplomacy + {WPI} ; July 2007 | {WORKING_GROUP}
    2008 | G8 summit of 2008 + G8 related ministerial-level meetings of 2008 + G8 Science and Technology Ministers' Meeting of 2008
    2008 | {GLOBAL_ISSUES} + Science and technology diplomacy + {CSTP_REPORT} + Tokyo International Conference on African Development IV
    April 2008 | {WORKING_GROUP} + Science and Technology Research Partnership for Sustainable Development
    May 2008 | {CSTP_REPORT} ; 2009 | Strategic International Collaborative Research Program ; June 2009 | {PROPOSAL_2009} ; February 2010 | CSTP task force report of February 2010
    2011 and 2012 | Global 30 Project + Inter-University Exchange Project + Project for Promotion of Human Resources Development
    August 2011 | Fourth Science and Technology Basic Plan ; 19 August 2011 | Fourth Science and Technology Basic Plan ; November 2011 | Sixth East Asia Summit
    2012 | Topic-Setting Program to Advance Cutting-Edge Humanities and Social Sciences Research + Core-to-Core Program
    2012 | Create world-class research hubs in Japan, and hubs of importance to Asia and Africa
    June 2012 | {E_ASIA} + First board meeting of the {E_ASIA}
    August 2012 | International Strategies Concerning the Third Medium-term Plan of JST
    December 2012 | Electoral comeback of the Liberal Democratic Party
    """,
    ("2020", "2026"): f"""
    2018 to 2020 | Kevin Critchley ; 2020 | {DOUBLE_STUDENTS} + {MORE_STUDENTS}
    January 2020 | {MOONSHOT} ; October 2020 | UK–Japan Comprehensive Economic Partnership Agreement
    2021 | 2021 G7 Summit + G7 Research Compact 2021 + {MOONSHOT} + Survey of Research and Development
    18 February 2021 | Education in Japan
    March 2021 | {SIXTH} + {STUDENT_SURVEY} + Integrated Review of Security, Defence, Development and Foreign Policy
    16 March 2021 | Research & Development Spending, briefing paper
    FY2021 | {FIFTH} + {WHOLLY_GLOBAL} + JST's Fourth Medium- to Long-term Objectives and Plan + Core-to-Core Program, FY2021
    November 2021 | COP26 UN Climate Change Conference ; March 2022 | {UK_BUDGET}
    April 2022 | {UNIVERSITY_FUND} + JST Policy on Open Access to Research Publications and Research Data Management
    FY2022 | {TOP_CIRCLES} ; June 2022 | Recommendations of the Advisory Board to the Foreign Minister, June 2022
    December 2022 | The UK-Japan relationship (Universities UK International, 2022)
    2023 | {SIXTH_BY_2023} + {FELLOW} + Top Global University Project ; June 2023 | ASPIRE open call for applications
    2025 | {SIXTH} + {SIXTH_BY_2025} + {SIXTH_TOTAL}
    late 2025 | List of Japanese principal investigators in San Francisco and the Bay Area ; late December 2025 | Agreement for Japan's association to Horizon Europe
    5 February 2026 | Public comment on the Seventh Basic Plan ; 19 February 2026 | Public comment on the Seventh Basic Plan
    """,
}


@pytest.mark.parametrize("years", TIMELINE)
def test_timeline(years: tuple[str, str]) -> None:
    """Article up to 2012; report 1, 2.5, 3.1, 6 and its notes 11, 33, 36, 70; slides, JST's page and the introduction."""
    expected = {(date, each) for date, what in rows(TIMELINE[years]) for each in str(what).split(" + ")}
    assert answered("timeline", "date what", **dict(zip(("from", "to"), years, strict=True))) == expected


def test_that_paying_from_a_year_on_is_no_beginning() -> None:
    """Report 2.5.4: the programme was announced in January 2020; 2021 is the year from which the government is to pay."""
    found = answered("timeline", "date what kind who", **{"from": "2021", "to": "2021"})
    assert ("2021", MOONSHOT, "funder", GOVERNMENT) in found
    assert ("2021", MOONSHOT, "start", None) not in found


def test_when_the_sums_for_a_goal_were_reported() -> None:
    """Report 2.5.6 and its last line: the money of a WPI centre has no year of its own, so it has that of the report."""
    found = answered("spending-for-goal", "programme amount period", goal=SIXTH_RESEARCH)
    assert {row for row in found if row[0] == WPI} == {
        (WPI, "700000000", "December 2022"),
        (WPI, "1400000000", "December 2022"),
    }
