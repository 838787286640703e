"""What is written reads back the same; a file is taken in whole, or refused with all its faults told."""

import io
import json
import os
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import drawn
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.exchange import FAULTS_SHOWN, ExchangeError, read_collection, write_collection
from knowledge.facts import UNSTATED, Bound, Collection, Concept, Kind, Wording
from knowledge.jsonl import LONGEST_LINE
from knowledge.store.protocol import StoreError
from knowledge.store.sqlite import SqliteStore

SOURCE = {"url": "https://example.org/a", "publisher": "Xinhua", "title": "Giants", "published": "2025-12-02"}
FACT = {
    "id": "count-2025",
    "figure": "more than 17,600",
    "value": "17600",
    "unit": "enterprises",
    "bound": "over",
    "period": {"from": "2025-01-01", "to": "2025-12-31", "label": "2025"},
    "sentence": "The number rose to more than 17,600.",
    "source": SOURCE["url"],
}
TOPIC = {
    "topic": "count",
    "title": {"en": "Number of little giants", "zh": "小巨人数量"},
    "ask": {"en": ["How many?", "Number?"], "zh": ["多少家？"]},
    "facts": [FACT],
}


def a_file(directory: Path, *rows: object, name: str = "table.jsonl") -> Path:
    path = directory / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def faults_of(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(ExchangeError) as refusal:
        read_collection(path)
    return [(fault.line, fault.field, fault.what) for fault in refusal.value.faults]


def faults_in(directory: Path, *rows: object) -> list[tuple[int, str, str]]:
    return faults_of(a_file(directory, *rows))


def with_fact(**changes: object) -> dict[str, object]:
    return {**TOPIC, "facts": [{**FACT, **changes}]}


def test_a_file_reads_as_what_it_says(tmp_path: Path) -> None:
    collection = read_collection(a_file(tmp_path, {"source": SOURCE}, TOPIC))
    (entry,) = collection.entries
    assert entry.topic.place == "China"
    assert entry.phrasings == (
        Wording("How many?", "en"),
        Wording("Number?", "en"),
        Wording("多少家？", "zh"),
    )
    (fact,) = entry.facts
    assert fact.topic == entry.topic
    assert fact.source == collection.documents[0].source
    assert fact.quote.verbatim
    assert fact.figure is not None
    assert (fact.figure.value, fact.figure.bound, fact.figure.printed) == (
        Decimal(17600),
        Bound.OVER,
        "more than 17,600",
    )
    assert (fact.provenance.proposed_by, fact.provenance.at.isoformat()) == (0, "2025-12-02T00:00:00+00:00")


def test_a_source_may_stand_after_its_facts_and_a_topic_may_have_none(tmp_path: Path) -> None:
    open_topic = {"topic": "jobs", "title": {"en": "Jobs"}, "place": "Shenzhen"}
    collection = read_collection(a_file(tmp_path, TOPIC, open_topic, {"source": SOURCE}))
    assert [(entry.topic.id, len(entry.facts)) for entry in collection.entries] == [("count", 1), ("jobs", 0)]
    assert collection.entries[1].topic.place == "Shenzhen"


def test_a_period_that_is_null_or_left_out_is_not_stated(tmp_path: Path) -> None:
    for number, row in enumerate((with_fact(period=None), {**TOPIC, "facts": [{**FACT} | {"period": None}]})):
        collection = read_collection(a_file(tmp_path, row, {"source": SOURCE}, name=f"{number}.jsonl"))
        assert collection.entries[0].facts[0].period is UNSTATED


def test_a_fact_in_words_has_no_figure(tmp_path: Path) -> None:
    words = {
        "id": "role",
        "sentence": "They are champions.",
        "quote": "summary",
        "source": SOURCE,
        "value": None,
    }
    (fact,) = read_collection(a_file(tmp_path, {**TOPIC, "facts": [words]})).entries[0].facts
    assert fact.figure is None
    assert not fact.quote.verbatim


@pytest.mark.parametrize("written", ["0.1000000000000000000001", "12345678901234567.99", "3.50", "-2"])
def test_a_number_is_exact_as_text_and_as_a_number(tmp_path: Path, written: str) -> None:
    for value in (written, "BARE"):
        path = a_file(tmp_path, with_fact(value=value), {"source": SOURCE})
        path.write_text(path.read_text("utf-8").replace('"BARE"', written), encoding="utf-8")
        figure = read_collection(path).entries[0].facts[0].figure
        assert figure is not None
        assert str(figure.value) == written


def test_blank_lines_and_a_byte_order_mark_are_forgiven(tmp_path: Path) -> None:
    path = a_file(tmp_path, TOPIC, {"source": SOURCE})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n  \r\n"))
    assert len(read_collection(path).entries) == 1


def test_the_text_of_a_source_stands_in_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_bytes(b"\xef\xbb\xbfThe whole\r\ntext.\n")
    collection = read_collection(a_file(tmp_path, {"source": {**SOURCE, "file": "article.txt"}}))
    assert collection.documents[0].text == "The whole\r\ntext.\n"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "/etc/passwd",
        "sub/secret.txt",
        "..",
        ".",
        "link.txt",
        "c:secret.txt",
        "a\\b",
        "nul\0",
    ],
)
def test_a_source_never_leads_to_another_directory(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    (inner / "sub").mkdir(parents=True)
    for secret in (tmp_path / "secret.txt", inner / "sub" / "secret.txt"):
        secret.write_text("secret")
    (inner / "link.txt").symlink_to(tmp_path / "secret.txt")
    ((line, field, what),) = faults_in(inner, {"source": {**SOURCE, "file": name}})
    assert (line, field) == (1, "source.file")
    assert "beside this" in what


def test_a_text_that_is_missing_too_large_or_no_text_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe")
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(LONGEST_LINE + 1)
    os.mkfifo(tmp_path / "pipe.txt")
    rows = [
        {"source": {**SOURCE, "url": f"https://example.org/{name}", "file": name}}
        for name in ("none.txt", "binary.txt", "large.txt", "pipe.txt")
    ]
    whats = [what for _, _, what in faults_in(tmp_path, *rows)]
    assert [what.split(":")[0] for what in whats] == [
        "is not there",
        "cannot be read as UTF-8 text",
        "is larger than 10 MB",
        "is not there",
    ]


def test_every_fault_is_told_at_once_with_its_line_and_field(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        with_fact(id="No Id", value="many", period={"from": "2025-13-01", "to": "2024", "label": "x"}, bound="ca"),
        {"topic": "bad id", "titel": {"en": "x"}, "facts": [{}]},
        {"source": {**SOURCE, "url": "ftp://example.org"}},
        {"nothing": 1},
    )
    path.write_bytes(path.read_bytes() + b'{"topic": \n\xff\n[1, 2]\n')
    assert [(line, field) for line, field, _ in faults_of(path)] == [
        (1, "facts[0].value"),
        (1, "facts[0].bound"),
        (1, "facts[0].period.from"),
        (1, "facts[0].period.to"),
        (1, "facts[0].source"),
        (1, "facts[0].id"),
        (2, "titel"),
        (2, "title"),
        (2, "topic"),
        (2, "facts[0].id"),
        (2, "facts[0].sentence"),
        (2, "facts[0].source"),
        (3, "source.url"),
        (4, ""),
        (5, ""),
        (6, ""),
        (7, ""),
    ]
    with pytest.raises(StoreError) as refusal:
        read_collection(path)
    lines = str(refusal.value).splitlines()
    assert lines[0].startswith(f"{path} cannot be taken in")
    assert "  line 1, facts[0].value: must be a number like 17600 or 3.5, not 'many'" in lines
    assert "  line 2, titel: is not known: write title" in lines


def test_a_long_list_of_faults_is_cut_and_counted(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError) as refusal:
        read_collection(a_file(tmp_path, *[{}] * (FAULTS_SHOWN + 7)))
    assert len(refusal.value.faults) == FAULTS_SHOWN + 7
    assert str(refusal.value).count("\n") == FAULTS_SHOWN + 1
    assert str(refusal.value).endswith("… and 7 more")


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"value": "1e5000"}, "value", "number"),
        ({"value": "1e999"}, "value", "more than 40 places"),
        ({"value": "nan"}, "value", "number"),
        ({"value": True}, "value", "number"),
        ({"value": None}, "value", "missing"),
        ({"figure": None}, "figure", "missing"),
        ({"bound": None}, "bound", "missing"),
        ({"high": 20000}, "figure", "range"),
        ({"bound": "between"}, "figure", "range"),
        ({"scale": 0}, "scale", "whole number"),
        ({"scale": 1.5}, "scale", "whole number"),
        ({"quote": "loose"}, "quote", "verbatim, summary"),
        ({"sentence": "  "}, "sentence", "empty"),
        ({"sentence": "\ud800"}, "sentence", "half a character"),
        ({"source": "https://example.org/elsewhere"}, "source", "no source line"),
        ({"period": {"from": "2025-02-01", "to": "2025-01-01", "label": "x"}}, "period", "cannot end"),
        ({"period": "2025"}, "period", "object"),
        ({"provenance": {"proposed_by": -1}}, "provenance.proposed_by", "whole number"),
        ({"provenance": {"at": "noon"}}, "provenance.at", "moment"),
        ({"sentense": "x"}, "sentense", "write sentence"),
        ({"zzz": "x"}, "zzz", "is not known, but id"),
    ],
)
def test_what_is_wrong_with_a_fact_is_told(tmp_path: Path, changes: dict[str, object], field: str, word: str) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text(f"{json.dumps({'source': SOURCE})}\n{json.dumps(with_fact(**changes))}\n")
    ((line, where, what),) = faults_of(path)
    assert (line, where) == (2, f"facts[0].{field}")
    assert word in what


def test_what_stands_twice_is_a_fault(tmp_path: Path) -> None:
    other = {**TOPIC, "topic": "other"}
    concept = {"concept": "supplier", "words": {"en": ["supplier"]}}
    faults = faults_in(tmp_path, {"source": SOURCE}, TOPIC, TOPIC, other, {"source": SOURCE}, concept, concept)
    assert faults == [
        (3, "topic", "count stands on line 2 already"),
        (3, "facts[0].id", "count-2025 stands on line 2 already"),
        (4, "facts[0].id", "count-2025 stands on line 2 already"),
        (5, "source.url", "https://example.org/a stands on line 1 already"),
        (7, "concept", "supplier stands on line 6 already"),
    ]


def test_a_family_is_named_by_a_topic_of_none(tmp_path: Path) -> None:
    rows = [{**TOPIC, "topic": name, "family": family, "facts": []} for name, family in (("a", "b"), ("b", "c"))]
    (fault,) = faults_in(tmp_path, *rows, {**TOPIC, "topic": "c", "facts": []})
    assert fault[:2] == (1, "family")
    assert "which is of the family of c itself: write c" in fault[2]


NOTHING = "\u200b\u202e\u2060"


@pytest.mark.parametrize("text", [NOTHING, "?!", f"…{NOTHING}", "x" * 1001])
def test_a_title_a_question_and_a_sentence_say_something_in_few_words(tmp_path: Path, text: str) -> None:
    row = {**TOPIC, "title": {"en": text}, "ask": {"en": [text]}, "facts": [{**FACT, "sentence": text}]}
    found = faults_in(tmp_path, {"source": SOURCE}, row)
    assert [field for _, field, _ in found] == ["title.en", "ask.en[0]", "facts[0].sentence"]


def test_what_nobody_sees_is_left_out(tmp_path: Path) -> None:
    row = {**TOPIC, "title": {"en": f"Num{NOTHING}ber"}, "ask": {"en": [f"How{NOTHING} many?"]}}
    collection = read_collection(a_file(tmp_path, {"source": SOURCE}, row))
    assert collection.entries[0].topic.title() == "Number"
    assert collection.entries[0].phrasings == (Wording("How many?", "en"),)


def test_a_page_without_a_headline_is_a_source(tmp_path: Path) -> None:
    source = {key: value for key, value in SOURCE.items() if key != "title"}
    collection = read_collection(
        a_file(tmp_path, {"source": source}, {"source": {**SOURCE, "url": "https://e.org/2", "title": ""}})
    )
    assert [document.source.title for document in collection.documents] == ["", ""]


def test_one_address_has_one_source(tmp_path: Path) -> None:
    ((line, field, _),) = faults_in(tmp_path, {"source": SOURCE}, with_fact(source={**SOURCE, "title": "Other"}))
    assert (line, field) == (2, "facts[0].source.url")


def test_a_key_that_stands_twice_in_one_object_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text('{"topic": "a", "topic": "b", "title": {"en": "x"}}\n')
    assert faults_of(path) == [(1, "", "is not JSON: 'topic' stands twice in one object")]


HOSTILE = {
    "deep": b"[" * 100_000,
    "deep objects": b'{"topic":' * 100_000,
    "many digits": b'{"topic": ' + b"9" * 5000 + b"}",
    "huge exponent": b'{"topic": 1e99999999999999999999999}',
    "infinity": b'{"topic": Infinity}',
    "long line": b'{"topic": "' + b"x" * LONGEST_LINE + b'"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_is_one_fault_and_the_next_line_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "table.jsonl"
    path.write_bytes(HOSTILE[name] + b"\n{}\n")
    assert [(line, field) for line, field, _ in faults_of(path)] == [(1, ""), (2, "")]


def test_a_fault_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError) as refusal:
        read_collection(a_file(tmp_path, {**TOPIC, "\x1b[31m\n\ud800": 1, "facts": []}, name="t.jsonl"))
    assert "\x1b" not in str(refusal.value)
    assert str(refusal.value).count("\n") == 1
    str(refusal.value).encode()


def test_a_file_that_is_not_there_or_has_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "facts.xlsx").touch()
    (tmp_path / "directory.jsonl").mkdir()
    for name in ("none.jsonl", "facts.xlsx", "directory.jsonl", "nul\0.jsonl"):
        ((line, field, _),) = faults_of(tmp_path / name)
        assert (line, field) == (0, "")


# The lexicon.

LEXICON = """
[concepts.shenzhen]
kind = "place"
en = ["Shenzhen"]
zh = ["深圳"]

[concepts.supplier]
zh-Hant = ["供應商"]
"""


def test_a_lexicon_is_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text(LEXICON, encoding="utf-8")
    assert read_collection(path).concepts == (
        Concept("shenzhen", (Wording("Shenzhen", "en"), Wording("深圳", "zh")), Kind.PLACE),
        Concept("supplier", (Wording("供應商", "zh-Hant"),)),
    )


def test_the_faults_of_a_lexicon_name_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text('[concepts.a]\nkind = "thing"\nen = "one"\n\n[concepts.b]\nEN = [1]\n[other]\n')
    assert [(line, field) for line, field, _ in faults_of(path)] == [
        (0, "other"),
        (1, "concepts.a.en"),
        (1, "concepts.a.kind"),
        (5, "concepts.b.EN"),
        (5, "concepts.b.EN[0]"),
    ]
    path.write_text("[concepts.a]\nen = [\n]]\n")
    ((line, _, what),) = faults_of(path)
    assert line == 3
    assert what.startswith("is not TOML: ")


# Laws.


def written(collection: Collection) -> str:
    stream = io.StringIO()
    write_collection(collection, stream)
    return stream.getvalue()


def read_back(directory: Path, text: str) -> Collection:
    path = directory / "table.jsonl"
    path.write_bytes(text.encode())
    return read_collection(path)


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=6)


@settings(deadline=None)
@given(drawn.collections(numbers | st.integers().map(lambda n: Decimal(n % 10**30))))
def test_what_is_written_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, collection: Collection) -> None:
    text = written(collection)
    assert read_back(tmp_path_factory.getbasetemp(), text) == collection
    assert text == written(read_back(tmp_path_factory.getbasetemp(), text))


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_what_a_table_exports_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    directory = tmp_path_factory.mktemp("exported")
    store = SqliteStore(directory / "table.db")
    for _ in range(2):
        with suppress(StoreError):  # the second may tear a family of the first apart
            store.put(data.draw(drawn.collections(numbers)))
    exported = Collection(store.documents(), tuple(store.entries()), store.concepts())
    store.close()
    assert read_back(directory, written(exported)) == exported


valid = st.builds(lambda row: json.dumps(row).encode(), st.sampled_from([TOPIC, {"source": SOURCE}, {"concept": "x"}]))
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
keys = st.sampled_from(sorted({*TOPIC, *FACT, *SOURCE, "source", "concept", "words", "kind", "text", "file", "en"}))
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | st.text(), inner, max_size=6),
    max_leaves=20,
)
objects = st.dictionaries(keys, trees, min_size=1).map(lambda row: json.dumps(row).encode())
splices = st.tuples(valid, st.integers(0, 400), st.binary(max_size=3)).map(
    lambda made: made[0][: made[1]] + made[2] + made[0][made[1] + 1 :]
)
lexicons = st.tuples(st.just(LEXICON.encode()), st.integers(0, 120), st.binary(max_size=3)).map(
    lambda made: made[0][: made[1]] + made[2] + made[0][made[1] + 1 :]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.binary() | objects | splices | lexicons, max_size=5), st.sampled_from([".jsonl", ".toml"]))
@example([b"[concepts]\na = 1979-05-27\nb = 1e9999999999999999999999\nc = [[[]]]"], ".toml")
@example([b"a = 0x" + b"f" * 9000], ".toml")
@example([b"concepts = 0x" + b"f" * 9000], ".toml")
@example([b"a = " + b"[" * 100_000], ".toml")
def test_any_bytes_are_a_collection_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(b"\n".join(lines))
    with suppress(ExchangeError):
        assert isinstance(read_collection(path), Collection)
