"""Files that are read without places say what they say with places, or are left to that."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from thorough import SLOW

from stikg.checking.given import LONGEST, given, plainly
from stikg.errors import InputError
from stikg.graph import packaged
from stikg.located import Reading, read
from stikg.reading import patterns, tokens
from stikg.table import Term, Triple

HEAD = "@prefix ex: <http://example.org/> .\n"


def numbered(triples: list[Triple]) -> set[Triple]:
    """Triples whose blank nodes are called after the order in which they first are an object, else a subject."""
    names: dict[str, str] = {}

    def named(term: Term) -> Term:
        return term._replace(value=names[term.value]) if term.kind == "bnode" else term

    for term in [*(o for _, _, o in triples), *(s for s, _, _ in triples)]:
        if term.kind == "bnode":
            names.setdefault(term.value, str(len(names)))
    return {(named(s), p, named(o)) for s, p, o in triples}


def write(folder: Path, *texts: str) -> list[Path]:
    """Files with these texts."""
    paths = [folder / f"{number}.ttl" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize("path", sorted((packaged() / "shapes").glob("*.ttl")), ids=lambda path: path.stem)
def test_shapes_are_read_without_places_and_alike(path: Path) -> None:
    plain = plainly([path])
    assert plain is not None
    placed = given([path], "en")[0].triples
    assert len(plain) == len(placed)
    ground = [
        [triple for triple in triples if "bnode" not in (triple[0].kind, triple[2].kind)] for triples in (plain, placed)
    ]
    assert ground[0] == ground[1]


def test_blank_nodes_of_files_are_kept_apart_and_called_alike_each_time(tmp_path: Path) -> None:
    text = HEAD + "_:x ex:p [ ex:q 1 ] , _:x . [] ex:p _:y ."
    paths = write(tmp_path, text, text)
    plain = plainly(paths)
    assert plain is not None
    assert plain == plainly(paths)
    nodes = [{t.value for s, _, o in part for t in (s, o) if t.kind == "bnode"} for part in (plain[:4], plain[4:])]
    assert [len(names) for names in nodes] == [4, 4]
    assert nodes[0].isdisjoint(nodes[1])
    assert numbered(plain[:4]) == numbered(plain[4:])


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    [path] = write(tmp_path, HEAD + "ex:a ex:p 1 .")
    assert len(plainly([path, path]) or ()) == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("1,335", {11: "`1335`"}),
        ("+44,000,000.5 ; ex:q 1, 335 , 12,345", {11: "`+44000000.5`", 41: "`12345`"}),
        ("5,1,335,600", {13: "`1335600`"}),
        ("5 , 1,335", {15: "`1335`"}),
        ('1,33 , 1, 335 , "1","335" , 1.5,335 , 1000,335 , \'1,335\' , ex:a,335', {}),
    ],
)
def test_a_number_with_a_sign_for_each_thousand_is_no_number(values: str, told: dict[int, str], tmp_path: Path) -> None:
    """Turtle takes it for several numbers; a space after the sign shows that these are meant."""
    paths = write(tmp_path, f"@prefix ex: <http://e/> .\nex:a ex:p {values} .\n")
    for lang in ("en", "ja"):
        problems = given(paths, lang)[0].problems
        assert [(one.line, one.column, one.rule) for one in problems] == [(2, column, "syntax") for column in told]
        assert all(word in one.fix for one, word in zip(problems, told.values(), strict=True))


@pytest.mark.parametrize("lang", ["en", "ja"])
@SLOW
def test_what_the_engine_has_no_room_for_is_told(lang: str, tmp_path: Path) -> None:
    """A comment too, which has no place of its own."""
    long = "x" * 2**24
    paths = write(tmp_path, HEAD + f"ex:a ex:p ex:b ;\n  ex:q ex:{long} .", f"#{long}")
    found = [problem for file in given(paths, lang) for problem in file.problems]
    assert [(one.line, one.column, one.rule) for one in found] == [(3, 8, "syntax"), (1, 1, "syntax")]
    assert all("16 MB" in one.message and one.fix for one in found)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "not Turtle: The prefix"), ("ja", "Turtle ではありません: The prefix")]
)
def test_what_the_engine_alone_refuses_is_told_where_it_says(
    lang: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine is the authority: what our reader let through would still be found."""
    monkeypatch.setattr("stikg.checking.given.read", lambda *_: Reading([], [], []))
    (file,) = given(write(tmp_path, HEAD + "ex:a zz:p 1 ."), lang)
    (problem,) = file.problems
    assert (problem.line, problem.column, problem.rule) == (2, 6, "syntax")
    assert problem.message.startswith(said)
    assert problem.fix


def test_the_size_of_a_file_that_is_too_large_is_more_than_the_most(tmp_path: Path) -> None:
    path = tmp_path / "large.ttl"
    with path.open("wb") as file:
        file.truncate(LONGEST + 1)
    (problem,) = given([path], "en")[0].problems
    assert problem.message == "the file has 65 MB; new facts may have 64 MB in one file"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "ex:a ex:p 1",
        HEAD + "ex:a ex:p zz:b .",
        HEAD + "ex:a ex:p <b> .",
        "\ufeff" + HEAD + "ex:a ex:p 1 .",
        HEAD + "ex:a ex:p 1\x00 .",
        '@version "1.2" .\n' + HEAD + "ex:a ex:p 1 .",
        HEAD + "Version # a remark\n'1.2'\nex:a ex:p 1 .",
        HEAD + 'ex:a ex:p "x"@en--ltr .',
        HEAD + 'ex:a ex:p ( "x"@es-419 ) .',
        HEAD + "ex:a ex:p ex:b {| ex:q 1 |} .",
        HEAD + "ex:a ex:p ex:b ~ ex:r .",
        HEAD + "<< ex:a ex:p ex:b >> ex:q 1 .",
        HEAD + "ex:a ex:p <<( ex:a ex:p ex:b )>> .",
        HEAD + "ex:a ex:p ex:\U0001ffff .",
        HEAD + "ex:a ex:p ex:\ufffd .",
    ],
)
def test_what_is_refused_with_places_is_left_to_that(text: str, tmp_path: Path) -> None:
    paths = write(tmp_path, text)
    assert given(paths, "en")[0].problems
    assert plainly(paths) is None


def test_what_is_not_utf_8_or_no_file_is_left_as_well(tmp_path: Path) -> None:
    (tmp_path / "latin.ttl").write_bytes(b"# \xff\n")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path / "latin.ttl", pipe, tmp_path, tmp_path / "missing.ttl", Path("a\x00b")):
        assert plainly([path]) is None


def test_a_missing_file_is_an_error_with_places(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        given([tmp_path / "missing.ttl"], "en")


PIECES = (
    *("ex:", "ex:a ", "é", "日", "·", "\u0301", "‿", "♥", "\u200b", "\u2028", "\ud800", "\U0001f600", "\U000f0000"),
    *(".", "..", ":", "_", "_:", "-", "1", "5", "2.", "1e", "+", '"x"', '"日"', "'y'", "@en", "@prefix ", "@base "),
    *(
        "<",
        "<http://e/日>",
        ";",
        ",",
        " ",
        "\n",
        "# 日\n",
        "^^",
        "[",
        "]",
        "(",
        ")",
        "%41",
        "%",
        "\\-",
        "a",
        '"',
        "'''",
    ),
)


@settings(max_examples=400)
@drawn(st.lists(st.sampled_from(PIECES), max_size=16).map("".join), st.sampled_from(("", " ex:p ", "ex:a ex:p ")))
def test_the_patterns_for_ascii_tell_what_those_for_all_names_tell(text: str, before: str) -> None:
    text = HEAD + "@prefix é: <http://example.org/é> .\n" * ("é" in text) + before + text
    found = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "ASCII", patterns.every())
        assert read(text) == found


def test_names_in_ascii_do_not_need_the_patterns_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> patterns.Patterns:
        raise AssertionError

    monkeypatch.setattr(tokens, "every", refuse)
    text = HEAD + 'ex:a a ex:B ; ex:p "日本"@ja , "é" , 5 , 2.5 . # 日本\n_:x ex:q [ ex:r ( 1 ex:b ) ] , true .\n# 日'
    assert read(text).problems == []
    assert read("ex:a 12abc ; } ex:b").problems
