"""An uploaded form, taken apart in memory: texts and files by name, under limits."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_PARTS = 12
MAX_TEXT = 4_096
MAX_HEADERS = 8


class BadForm(Exception):
    """The body is no whole form of the few fields we ask for."""


@dataclass(slots=True)
class Part:
    """One field as it was sent; `filename` is None for a text."""

    name: str = ""
    filename: str | None = None
    content: bytearray = field(default_factory=bytearray)


def read_form(body: bytes, content_type: str) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """(texts by name, files by name as (file name, content)). BadForm when it is cut off, too long or ambiguous."""
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    collected = _Collector()
    try:
        boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
        if not boundary:
            raise BadForm("no boundary")
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": collected.part_begin,
                "on_part_data": collected.part_data,
                "on_part_end": collected.part_end,
                "on_header_begin": collected.header_begin,
                "on_header_field": collected.header_field,
                "on_header_value": collected.header_value,
                "on_header_end": collected.header_end,
                "on_end": collected.end,
            },
            max_header_count=MAX_HEADERS,
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as fault:
        raise BadForm(type(fault).__name__) from fault
    if not collected.whole:
        raise BadForm("cut off")
    return _sorted_out(collected.parts)


def _sorted_out(parts: list[Part]) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    texts: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in parts:
        if not part.name or part.name in texts or part.name in files:
            raise BadForm("a field twice, or without a name")
        if part.filename is not None:
            # Only the last piece is a name; what stands before it is somebody's folder.
            files[part.name] = (part.filename.replace("\\", "/").rpartition("/")[2], bytes(part.content))
        elif len(part.content) > MAX_TEXT:
            raise BadForm("a text too long")
        else:
            texts[part.name] = _decoded(bytes(part.content))
    return texts, files


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as fault:
        raise BadForm("not UTF-8") from fault


class _Collector:
    """What the parser tells, piece by piece."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.whole = False
        self._name = bytearray()
        self._value = bytearray()

    def part_begin(self) -> None:
        if len(self.parts) >= MAX_PARTS:
            raise BadForm("too many fields")
        self.parts.append(Part())

    def part_data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += memoryview(data)[start:end]

    def part_end(self) -> None:
        """A part is closed by what follows it."""

    def header_begin(self) -> None:
        self._name.clear()
        self._value.clear()

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        from python_multipart.multipart import parse_options_header

        if bytes(self._name).lower() == b"content-disposition":
            options = parse_options_header(bytes(self._value))[1]
            part = self.parts[-1]
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                part.filename = options[b"filename"].decode("utf-8", "replace")

    def end(self) -> None:
        self.whole = True
