"""Opening of zip packages and XML, against archives built to do harm."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from liandu.papers.reading.packages import open_package, parse_xml, part_names
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from tests.papers.word_files import packed


@pytest.fixture
def source(tmp_path):
    def make(data: bytes) -> Source:
        file = tmp_path / "package.docx"
        file.write_bytes(data)
        return Source(file.name, file, data[:8192], len(data))

    return make


def refusal(act, *arguments) -> str:
    with pytest.raises(CannotRead) as refused:
        act(*arguments)
    assert str(refused.value).endswith("。")
    return refused.value.code


def test_names_and_parts_are_given_back(source):
    with open_package(source(packed({"a/b.xml": b"one", "C.xml": b"two"})), Limits()) as package:
        assert package.names == ("a/b.xml", "C.xml")
        assert package.read("a/b.xml") == b"one"
        assert package.read("c.XML") == b"two"
        assert "A/B.xml" in package
        assert "d.xml" not in package
        assert refusal(package.read, "d.xml") == "file.part_missing"


def test_backslashes_in_names_are_read_as_slashes(source):
    with open_package(source(packed({"word\\document.xml": b"x"})), Limits()) as package:
        assert package.names == ("word/document.xml",)
        assert package.read("word/document.xml") == b"x"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, b"no zip at all", packed({"a": b"x" * 500})[:-30]],
    ids=["nothing", "two bytes", "zeros", "text", "cut off"],  # a zip holds the time: bytes are no name of a test
)
def test_what_is_no_whole_zip_is_broken(source, data):
    assert refusal(open_package, source(data), Limits()) == "file.broken"


def test_a_part_with_wrong_bytes_is_broken(source):
    data = bytearray(packed({"a.xml": bytes(range(256)) * 20}))
    data[60:90] = b"\xff" * 30
    with open_package(source(bytes(data)), Limits()) as package:
        assert refusal(package.read, "a.xml") == "file.broken"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word/../../x", "..\\x", "C:\\x", "c:x", "a\nb.xml"])
def test_a_name_that_leads_out_is_refused(source, name):
    assert refusal(open_package, source(packed({name: b"x"})), Limits()) == "file.bad_names"


def test_a_name_that_comes_twice_is_refused_whatever_its_case(source):
    assert refusal(open_package, source(packed({"a.xml": b"1", "A.XML": b"2"})), Limits()) == "file.bad_names"


def test_an_encrypted_part_is_refused(source):
    data = bytearray(packed({"a.xml": b"x"}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert refusal(open_package, source(bytes(data)), Limits()) == "file.encrypted"


def test_an_unusual_compression_is_refused(source):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.xml", b"x" * 1000)
    assert refusal(open_package, source(out.getvalue()), Limits()) == "file.broken"


@pytest.mark.parametrize(
    ("parts", "limits"),
    [
        ({"a": b"\0" * 2_000_000}, Limits()),
        ({"a": b"x" * 600, "b": b"x" * 600}, Limits(unpacked_bytes=1_000)),
        ({"a": b"x" * 600}, Limits(part_bytes=500)),
        ({str(n): b"" for n in range(6)}, Limits(parts=5)),
    ],
    ids=["ratio", "total", "one part", "number of parts"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(source, parts, limits):
    assert refusal(open_package, source(packed(parts)), limits) == "file.bomb"


def test_parts_that_share_their_bytes_are_a_bomb(source):
    data = packed({"a.xml": bytes(range(256)) * 40})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a.xml", b"%c.xml" % letter) for letter in b"abcdefgh")
    record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 8, 8, len(entries), start, 0)
    assert refusal(open_package, source(data[:start] + entries + record), Limits()) == "file.bomb"


def test_a_part_longer_than_its_directory_says_is_broken(source):
    data = bytearray(packed({"a.xml": b"x" * 5_000}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<L", 10)
    with open_package(source(bytes(data)), Limits()) as package:
        assert refusal(package.read, "a.xml") == "file.broken"


def test_a_file_above_the_limit_is_not_opened(source):
    assert refusal(open_package, source(packed({"a": b"x" * 100})), Limits(bytes=50)) == "file.too_large"


def test_an_archive_in_an_archive_stays_closed(source):
    inner = packed({"deep.xml": b"\0" * 1_000})
    with open_package(source(packed({"inner.zip": inner})), Limits()) as package:
        assert package.names == ("inner.zip",)
        assert package.read("inner.zip") == inner


def test_scoring_never_raises(tmp_path, source):
    assert part_names(source(packed({"word/Document.xml": b""}))) == {"word/document.xml"}
    assert part_names(source(b"PK\x03\x04 broken")) == frozenset()
    assert part_names(source(b"%PDF-")) == frozenset()
    assert part_names(Source("gone", tmp_path / "gone", b"PK\x03\x04", 4)) == frozenset()


def test_xml_is_parsed_without_comments_and_instructions():
    root = parse_xml('<?xml version="1.0"?><!-- 注 --><a><?pi x?><!-- 注 --><b>文</b></a>'.encode(), Limits())
    assert [child.tag for child in root] == ["b"]
    assert root[0].text == "文"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_comes_in_both_encodings_of_the_standard(encoding):
    name = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{name}"?><a>文</a>'.encode(encoding)
    assert parse_xml(data, Limits()).text == "文"


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE a><a/>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?pi?><!-- <a> --> <!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a b="&z;"/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(document, encoding):
    assert refusal(parse_xml, document.encode(encoding), Limits()) == "file.entities"


def test_a_document_type_in_running_text_is_text():
    assert parse_xml(b"<a><![CDATA[<!DOCTYPE a>]]></a>", Limits()).text == "<!DOCTYPE a>"


@pytest.mark.parametrize(
    "data", [b"", b"\0\0\0\0", b"<a>", b"<a></b>", b"<a>&x;</a>", b'<?xml version="1.0" encoding="no"?><a/>']
)
def test_what_is_no_xml_is_broken(data):
    assert refusal(parse_xml, data, Limits()) == "file.broken"


@pytest.mark.parametrize(("depth", "fits"), [(250, True), (251, False), (500, False), (5_000, False)])
def test_nesting_is_limited(depth, fits):
    data = b"<a>" * depth + b"</a>" * depth
    if fits:
        assert parse_xml(data, Limits()).tag == "a"
    else:
        assert refusal(parse_xml, data, Limits()) == "file.too_deep"


def test_a_part_above_the_limit_is_not_parsed():
    assert refusal(parse_xml, b"<a>" + b"x" * 100 + b"</a>", Limits(part_bytes=50)) == "file.too_large"


def test_sources_are_paths_and_may_be_gone(tmp_path):
    assert refusal(open_package, Source("gone", Path(tmp_path / "gone"), b"PK\x03\x04", 100), Limits()) == "file.broken"
