"""The gate lets queries through that read the store, and nothing that could reach a network, a file or a crash."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from thorough import SLOW

import stikg
from stikg.errors import InputError
from stikg.gate import MAX_BYTES, MAX_DEPTH, check_query, engine_refusal

SERVICE = "SERVICE <URL> { ?a ?b ?c }"
EXISTS = f"EXISTS {{ {SERVICE} }}"
STRING = "<http://www.w3.org/2001/XMLSchema#string>"

#: Queries that ask another server, file or graph; URL becomes the address of a server that must hear nothing.
HOSTILE = {
    "plain": f"SELECT * {{ {SERVICE} }}",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?a ?b ?c } }",
    "variable": "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?a ?b ?c } }",
    "lower case": "select * { service <URL> { ?a ?b ?c } }",
    "mixed case": "SELECT * { SeRvIcE <URL> { ?a ?b ?c } }",
    "no space": "SELECT*{SERVICE<URL>{?a ?b ?c}}",
    "after a number": "SELECT * { ?s ?p 1SERVICE <URL> { ?a ?b ?c } }",
    "after a variable": "SELECT * { ?s ?p ?oSERVICE . SERVICE <URL> { ?a ?b ?c } }",
    "prefixed": "PREFIX service: <URL> SELECT * { SERVICE service:x { ?a ?b ?c } }",
    "glued to its prefix": "PREFIX : <URL> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "relative": "BASE <URL> SELECT * { SERVICE <x> { ?a ?b ?c } }",
    "group": f"SELECT * {{ {{ {{ {SERVICE} }} }} }}",
    "OPTIONAL": f"SELECT * {{ OPTIONAL {{ {SERVICE} }} }}",
    "MINUS": f"SELECT * {{ ?s ?p ?o MINUS {{ {SERVICE} }} }}",
    "UNION": f"SELECT * {{ {{}} UNION {{ {SERVICE} }} }}",
    "GRAPH": f"SELECT * {{ GRAPH ?g {{ {SERVICE} }} }}",
    "FILTER EXISTS": f"SELECT * {{ FILTER {EXISTS} }}",
    "FILTER NOT EXISTS": f"SELECT * {{ FILTER NOT {EXISTS} }}",
    "EXISTS in EXISTS": f"SELECT * {{ FILTER EXISTS {{ FILTER NOT {EXISTS} }} }}",
    "EXISTS in brackets": f"SELECT * {{ FILTER(1 = 1 && !({EXISTS})) }}",
    "EXISTS in BIND": f"SELECT * {{ BIND({EXISTS} AS ?x) }}",
    "EXISTS in IF": f"SELECT * {{ BIND(IF({EXISTS}, 1, 2) AS ?x) }}",
    "EXISTS in COALESCE": f"SELECT * {{ BIND(COALESCE(?u, {EXISTS}) AS ?x) }}",
    "EXISTS in IN": f"SELECT * {{ FILTER(1 IN (2, {EXISTS})) }}",
    "EXISTS in a function": f"SELECT * {{ BIND({STRING}({EXISTS}) AS ?x) }}",
    "EXISTS in arithmetic": f"SELECT * {{ FILTER(-(IF({EXISTS}, 1, 2)) * 2 / 3 + 1 > 0 || false) }}",
    "EXISTS in the projection": f"SELECT ({EXISTS} AS ?x) {{}}",
    "EXISTS in an aggregate": f"SELECT (COUNT({EXISTS}) AS ?x) {{}}",
    "EXISTS in GROUP_CONCAT": f"SELECT (GROUP_CONCAT(DISTINCT STR({EXISTS}); SEPARATOR=',') AS ?x) {{}}",
    "EXISTS in GROUP BY": f"SELECT ?x {{}} GROUP BY ({EXISTS} AS ?x)",
    "EXISTS in GROUP BY, bare": f"SELECT (1 AS ?x) {{}} GROUP BY STR({EXISTS})",
    "EXISTS in HAVING": f"SELECT (COUNT(*) AS ?x) {{}} HAVING ({EXISTS})",
    "EXISTS in ORDER BY": f"SELECT * {{}} ORDER BY DESC({EXISTS})",
    "EXISTS in ORDER BY, bare": f"SELECT * {{}} ORDER BY {EXISTS}",
    "sub-select": f"SELECT * {{ {{ SELECT * {{ {SERVICE} }} }} }}",
    "sub-select's projection": f"SELECT * {{ {{ SELECT ({EXISTS} AS ?x) {{}} }} }}",
    "sub-select's HAVING": f"SELECT * {{ {{ SELECT (COUNT(*) AS ?n) {{}} HAVING ({EXISTS}) }} }}",
    "sub-select's ORDER BY": f"SELECT * {{ {{ SELECT * {{}} ORDER BY ({EXISTS}) LIMIT 1 }} }}",
    "ASK": f"ASK {{ {SERVICE} }}",
    "ASK HAVING": f"ASK {{}} HAVING ({EXISTS})",
    "CONSTRUCT": f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {SERVICE} }}",
    "CONSTRUCT ORDER BY": f"CONSTRUCT WHERE {{ ?a ?b ?c }} ORDER BY ({EXISTS})",
    "DESCRIBE": f"DESCRIBE ?a {{ {SERVICE} }}",
    "DESCRIBE ORDER BY": f"DESCRIBE ?a {{}} ORDER BY ({EXISTS})",
    "LATERAL": f"SELECT * {{ ?s ?p ?o LATERAL {{ {SERVICE} }} }}",
    "a # in an IRI before it on its line": f"SELECT * {{ ?s <a:b#c> ?o . {SERVICE} }}",
    "escaped keyword": r"SELECT * { \u0053ERVICE <URL> { ?a ?b ?c } }",
    "long escaped keyword": r"SELECT * { \U00000053ERVICE <URL> { ?a ?b ?c } }",
    "short \\U": r"SELECT * { \U0053ERVICE <URL> { ?a ?b ?c } }",
    "letters whose capitals are ASCII": "SELECT * { \u017ferv\u0131ce <URL> { ?a ?b ?c } }",
    "escaped quote": rf'SELECT * {{ ?s ?p "\u0022 . {SERVICE} #" }}',
    "escaped quote, closed later": rf'SELECT * {{ ?s ?p "\u0022 ; ?q " . {SERVICE} #"' + "\n}",
    "escaped backslash": rf'SELECT * {{ ?s ?p "\u005c" . {SERVICE} #"' + "\n}",
    "escaped # in an IRI": rf"SELECT * {{ ?s ?p <a:\u0023> . {SERVICE} }}",
    "escaped end of an IRI": rf"SELECT * {{ ?s ?p <a:\u003e . {SERVICE} }}",
    "escaped end of line": rf"SELECT * {{ ?s ?p ?o #\u000a{SERVICE}" + "\n}",
    "comment ended by \\r": f"SELECT * {{ ?s ?p ?o . #\r{SERVICE}\n}}",
    "comment ended by \\r\\n": f"SELECT * {{ ?s ?p ?o . #\r\n{SERVICE}\r\n}}",
    "comment ended by U+2028": f"SELECT * {{ ?s ?p ?o . #\u2028{SERVICE}\n}}",
    "comment ended by U+0085": f"SELECT * {{ ?s ?p ?o . #\u0085{SERVICE}\n}}",
    "comment ended by a form feed": f"SELECT * {{ ?s ?p ?o . #\x0c{SERVICE}\n}}",
    "after NUL": f"SELECT * {{ ?s ?p ?o . #\0\n{SERVICE} }}",
    "after two marks": f"\ufeff\ufeffSELECT * {{ {SERVICE} }}",
    "long string of the one, two strings of the other": f'SELECT * {{ ?s ?p ("""a") . {SERVICE} #"""' + "\n}",
    "less-than that begins an IRI": f"SELECT * {{ FILTER(?a <#>\n 1) {SERVICE} }}",
    "FROM http": "SELECT * FROM <URL> { ?a ?b ?c }",
    "FROM NAMED": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?a ?b ?c } }",
    "FROM file": "SELECT * FROM <file:///etc/hostname> { ?a ?b ?c }",
    "FROM in lower case": "ask from <URL> { ?a ?b ?c }",
    "FROM of CONSTRUCT": "CONSTRUCT { ?a ?b ?c } FROM <URL> WHERE { ?a ?b ?c }",
    "FROM of CONSTRUCT WHERE": "CONSTRUCT FROM <URL> WHERE { ?a ?b ?c }",
    "FROM of DESCRIBE": "DESCRIBE <a:b> FROM <URL>",
    "FROM after \\r": "SELECT * #\rFROM <URL>\n{ ?a ?b ?c }",
    "LOAD": "LOAD <URL>",
    "LOAD INTO": "LOAD SILENT <URL> INTO GRAPH <a:b>",
    "LOAD after a prefix": "PREFIX a: <a:>\nLOAD <URL>",
    "INSERT DATA": "INSERT DATA { <a:b> <a:b> <a:b> }",
    "DELETE WHERE": "DELETE WHERE { ?a ?b ?c }",
    "INSERT WHERE": f"INSERT {{ ?a ?b ?c }} WHERE {{ {SERVICE} }}",
    "CLEAR": "CLEAR ALL",
    "query and update": "SELECT * {} ; LOAD <URL>",
}

HONEST = {
    "SELECT * { ?s ?p ?o }": "select",
    "ask { ?s ?p ?o }": "ask",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }": "construct",
    "CONSTRUCT WHERE { ?s ?p ?o }": "construct",
    "DESCRIBE <http://example.org/a>": "describe",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }": "select",
    "# SERVICE <http://example.org/> {}\nSELECT * {} # FROM <http://example.org/>": "select",
    "SELECT * { ?service ?from 'SERVICE <http://a/> { }', \"taken from\", '#', '''a 'service' ''' }": "select",
    "PREFIX from: <http://a/from/service#> SELECT * { from:service from:a <http://a/service?from=b#c> }": "select",
    "SELECT ?s { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) } } ORDER BY ?s": "select",
    "SELECT * { ?s (<a:b>|^<a:c>)*/!<a:d> [ ?p (1 2.5 -3e1 true) ] FILTER(?s < 3 && ?s > 1) }": "select",
    r'SELECT * { ?s ?p "\u65E5\u672c \U0001F600 \\ \t \"" }': "select",
    "SELECT * { ?s ?p '科学技術振興機構'@ja }": "select",
    "SELECT * {\tBIND('a\tb'\tAS\t?x)\t}": "select",
    'SELECT * { ?s ?p "not a day"^^<http://www.w3.org/2001/XMLSchema#date> }': "select",
    "\ufeffSELECT * { }": "select",
}


class Server(ThreadingHTTPServer):
    """A local server that counts what reaches it."""

    requests = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    """Counts a request and answers nothing."""

    def do_GET(self) -> None:
        self.server.requests += 1
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815 - the name is the base class's

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


def execute(text: str) -> None:
    """Runs a query to its end, as the engine would, and forgets its answer."""
    store = ox.Store()
    for value in ("c", "\\"):
        store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal(value)))
    try:
        answer = store.query(text, use_default_graph_as_union=True)
        if not isinstance(answer, ox.QueryBoolean):
            list(answer)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        pass


def refusal(text: str, name: str = "q.rq") -> str:
    """The message with which a query is refused, which must be one line that names the file."""
    with pytest.raises(InputError) as caught:
        check_query(text, name)
    message = str(caught.value)
    assert message.startswith(name)
    assert message.isprintable()
    return message


@pytest.mark.parametrize("name", ["plain", "silent", "FILTER EXISTS", "comment ended by \\r", "escaped backslash"])
def test_the_engine_would_reach_the_network(server: Server, name: str) -> None:
    """Without the gate the engine does ask the server, so that a silent server proves something."""
    before = server.requests
    execute(HOSTILE[name].replace("URL", server.url))
    assert server.requests > before


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_are_refused_in_silence(server: Server, name: str) -> None:
    """A query that leads outside is refused, and neither parser asks the server while it is judged."""
    before = server.requests
    refusal(HOSTILE[name].replace("URL", server.url))
    assert server.requests == before


@SLOW
def test_mutated_queries_never_reach_the_network(server: Server) -> None:
    """Whatever passes of a thousand damaged hostile queries, the engine runs it without a request."""
    chance = random.Random(20)
    pieces = ['"', '"""', "'", "\\", "#", "\n", "\r", "<", ">", "{", "}", ".", r"\u005c", r"\u0022", "SERVICE", "\x0b"]
    sources = [text.replace("URL", server.url) for text in HOSTILE.values()]
    before = server.requests
    for _ in range(1000):
        text = chance.choice(sources)
        for _ in range(chance.randint(1, 3)):
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice(pieces) + text[at + chance.choice((0, 0, 1, 8)) :]
        with contextlib.suppress(InputError):
            execute(check_query(text).text)
    assert server.requests == before


@pytest.mark.parametrize("text", HONEST)
def test_honest_queries_pass_with_their_form(text: str) -> None:
    """A query that only reads the store passes, with its form, whatever its strings and names say."""
    query = check_query(text)
    assert query.form == HONEST[text]
    assert query.text == text.removeprefix("\ufeff")


def test_line_ends_become_newlines() -> None:
    """What passes has only one kind of line end, which every parser knows."""
    assert check_query("SELECT *\r\n# c\r{\n}").text == "SELECT *\n# c\n{\n}"


@pytest.mark.parametrize(
    "text",
    [
        *("\0", "\x01", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff"),
        *("\ud800", "\udc53", "\ufdd0", "\ufffe"),
    ],
)
def test_odd_characters_are_refused_with_their_place(text: str) -> None:
    """A character without an honest use is refused wherever it stands, and named by its number."""
    assert refusal(f"SELECT * {{\n ?s ?p 'a{text}' }}").startswith(f"q.rq:2:10: U+{ord(text):04X} ")


@pytest.mark.parametrize(
    "escape",
    [
        *(r"\u0041", r"\u0022", r"\u005C", r"\u000A", r"\u0000", r"\u0085", r"\u2028", r"\ufeff", r"\ud83d", r"\uDC00"),
        *(r"\u12", r"\u", r"\uzzzz", r"\U0001F60", r"\U00000041", r"\U00110000", r"\U0000d800", r"\UFFFFFFFF"),
        *(r"\u65e5cafe", r"\\u65e5", r"\\\u0041", r"\U65e5 "),
    ],
)
def test_ambiguous_escapes_are_refused_with_their_place(escape: str) -> None:
    """An escape for an ASCII or odd character, a broken one, or one that two parsers read differently is refused."""
    assert refusal(f'SELECT * {{ ?s ?p "{escape}" }}').startswith("q.rq:1:19: \\")


@pytest.mark.parametrize("text", [r'"\\user"', r'"C:\\Users"', r'"\u65e5 0000"'])
def test_what_only_looks_like_an_escape_passes(text: str) -> None:
    """An escaped backslash before a u, and a decodable escape beyond ASCII, pass."""
    assert check_query(f"SELECT * {{ ?s ?p {text} }}").form == "select"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 20_000 + "}" * 20_000,
        "SELECT * " + "{" * 20_000,
        "SELECT * { FILTER" + "(" * 20_000 + "1" + ")" * 20_000 + "}",
        "SELECT * { ?s ?p " + "[ ?p " * 20_000 + "1" + "]" * 20_000 + "}",
        "SELECT * " + "{ # }\n" * 20_000 + "}" * 20_000,
        "SELECT * " + "{ OPTIONAL " * 100 + "{}" + "}" * 100,
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    """Brackets nested a hundred or twenty thousand times are refused before any parser sees them."""
    assert "nested too deeply" in refusal(text)


@SLOW
def test_very_many_patterns_are_refused() -> None:
    """A group that is too long for the parser is an input error and not a crash."""
    assert "too many patterns" in refusal("SELECT * {" + "?s ?p ?o . " * 3_000 + "}")


def test_honest_depth_and_length_pass() -> None:
    """Forty nested groups, three hundred patterns, and brackets in strings and comments pass."""
    check_query("SELECT * " + "{" * (MAX_DEPTH - 10) + "?s ?p ?o" + "}" * (MAX_DEPTH - 10))
    check_query("SELECT * {" + "?s ?p ?o . " * 300 + "}")
    check_query("SELECT * { ?s ?p '" + "{([" * 100 + "' } #" + "{([" * 100)


def test_the_recursion_limit_is_put_back() -> None:
    """The deeper recursion that the parser is given ends with it, also after an error."""
    before = sys.getrecursionlimit()
    check_query("SELECT * {}")
    refusal("SELECT * {")
    assert sys.getrecursionlimit() == before


def test_a_megabyte_is_the_limit() -> None:
    """A query of one megabyte passes, one byte more or a wider character does not."""
    query = "SELECT * {} #"
    check_query(query + "x" * (MAX_BYTES - len(query)))
    assert "1,000,001 bytes" in refusal(query + "x" * (MAX_BYTES - len(query) + 1))
    assert "bytes long" in refusal(query + "字" * (MAX_BYTES // 3))


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("SELECT * {\n OPTINAL { ?s ?p ?o } }", "2:2", "unexpected OPTINAL; did you mean OPTIONAL?"),
        ("SELEC * {}", "1:1", "did you mean SELECT?"),
        ("SELECT * { ?s ?p }", "1:18", 'unexpected "}"; expected a term'),
        ("SELECT * { ?s ?p ?o", "1:20", "ends too early; expected , or . or ; or { or }"),
        ('SELECT * { ?s ?p "a }', "1:22", 'ends too early; expected "'),
        ("SELECT * { ?s ?p ?o } }", "1:23", 'unexpected "}"'),
        ("SELECT ?s, ?p { ?s ?p ?o }", "1:10", 'unexpected ","'),
        ("SELECT * { FILTER(CONTAINS(?x)) }", "1:30", 'unexpected ")"'),
        ("SELECT * {\n FILTER(?s = ) }", "2:14", 'unexpected ")"'),
        ("SELECT * { ?s ?p '日本' . ?s }", "1:28", 'unexpected "}"'),
        ("SELECT *\u3000{ }", "1:9", "unexpected U+3000 IDEOGRAPHIC SPACE"),
        ("PREFIX ex <http://example.org/> SELECT * {}", "1:11", "expected . or :"),
        ("", "1:1", "ends too early"),
        ("# nothing\n", "1:10", "ends too early"),
        ("SELECT * { ?s ?p ?o . LATERAL { ?a ?b ?c } }", "1:23", "not SPARQL 1.1"),
        ("SELECT * {\n  SERVICE <http://x/> { ?a ?b ?c } }", "2:3", "SERVICE would ask another server"),
        ("SELECT * { ?s <a:b#c> ?o . SERVICE <a:b> {} }", "1:28", "SERVICE would ask another server"),
        ("SELECT *\nFROM <http://x/> { ?a ?b ?c }", "2:1", "FROM chooses other graphs"),
        ("PREFIX a: <a:>\nDELETE WHERE { ?a ?b ?c }", "2:1", "DELETE is an update"),
        ("WITH <a:b> INSERT { ?a ?b ?c } WHERE { ?a ?b ?c }", "1:1", "WITH is an update"),
    ],
)
def test_a_refusal_says_where_and_what(text: str, place: str, said: str) -> None:
    """A refusal names line and column of the error, and what was expected or how to go on."""
    message = refusal(text)
    assert message.startswith(f"q.rq:{place}: ")
    assert said in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {\n ?s ex:p ?o }", "q.rq:2:5: not SPARQL 1.1: ex:p: its prefix is not declared; add a PREFIX line"),
        ("SELECT * { ?s ?p <relative> }", "q.rq:1:18: not SPARQL 1.1: <relative>: not an absolute IRI"),
        ("SELECT ?a ?a { ?a ?b ?c }", "Duplicated variable"),
        ("SELECT (1 AS ?a) { ?a ?b ?c }", "overrides an existing variable"),
        ("SELECT ?a { ?a ?b ?c } GROUP BY ?b", "a variable that is unbound"),
        ("SELECT * { ?a ?b ?c BIND(1 AS ?c) }", "bound twice"),
        ("SELECT * { ?a ?b _:c OPTIONAL { _:c ?d ?e } }", "a blank node used in two groups"),
    ],
)
def test_what_only_the_engine_refuses_is_explained(text: str, said: str) -> None:
    """Of a query that passes the gate but not the engine, the engine's reason is told in one line."""
    message = engine_refusal(check_query(text).text, "q.rq")
    assert message.startswith("q.rq")
    assert message.isprintable()
    assert said in message


def test_first_parses_do_not_race_and_print_nothing() -> None:
    """Eight threads that parse first in a fresh process all succeed, and ill-typed literals print no traceback."""
    text = "SELECT * { ?s ?p 'x'^^<http://www.w3.org/2001/XMLSchema#date> }"
    script = f"""
from concurrent.futures import ThreadPoolExecutor
from stikg.gate import check_query
with ThreadPoolExecutor(8) as pool:
    print({{query.form for query in pool.map(check_query, [{text!r}] * 8)}})
"""
    path = str(Path(stikg.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)
    assert (done.stdout, done.stderr) == ("{'select'}\n", "")
