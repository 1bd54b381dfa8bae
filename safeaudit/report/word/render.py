"""Plain context into the template: a sandbox in which nothing a person typed, and nothing a template says, can act.

Our own templates, known by their SHA-256, are filled right here. Any other is filled in a second process with limits.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from docx.document import Document
from docx.opc.part import Part, XmlPart
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError, nodes
from lxml import etree

from safeaudit.report.word.child import Stopped, in_child
from safeaudit.report.word.faults import Fault, Place, TemplateFault, fault
from safeaudit.report.word.forms import as_template, printed, tidy_tables, work_in
from safeaudit.report.word.main_part import main_part_of, openable
from safeaudit.report.word.package import as_it_stands
from safeaudit.report.word.safe_jinja import environment, unsafe
from safeaudit.report.word.tags import mend_tags, paragraphs, place_of
from safeaudit.report.word.tree import SPACE, Node, W, as_part, attributes, parent, parsed
from safeaudit.report.writing.marks import marked
from safeaudit.report.writing.plain import MARKS, clean

__all__ = ["TemplateFault", "environment", "fill", "lost", "render", "shown_text"]

Plain: TypeAlias = "str | Sequence[Plain] | Mapping[str, Plain]"
"""What a template is given: texts, and lists and dicts of them."""
FILLED = tuple(f"wordprocessingml.{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes"))
"""The parts besides the main text whose fields are filled, by the end of their content type."""


def render(template: Path, context: Mapping[str, Plain], language: str = "en") -> Document:
    """The filled document. TemplateFault when the template asks for what there is not, or is no Word file."""
    import docx

    from safeaudit.report.word.known import ours

    data = template.read_bytes()
    given = cleaned(context)
    if ours(data):
        try:
            return fill(data, given, ours=True)
        except Unfilled as met:
            raise TemplateFault(template.name, [met.fault], language) from None
    try:
        told = in_child("word.render", "filled", data, context=given)
    except Stopped as stopped:
        raise TemplateFault(template.name, [Fault(f"stopped_{stopped.why}")], language) from None
    if "fault" in told:
        raise TemplateFault(template.name, [Fault.from_json(told["fault"])], language)
    return docx.Document(io.BytesIO(base64.b64decode(told["document"])))


def filled(data: bytes, context: Mapping[str, Plain]) -> dict[str, object]:
    """The child's side of `render`: the filled document as base64, or the fault."""
    try:
        document = fill(data, context)
    except Unfilled as met:
        return {"fault": met.fault.as_json()}
    return {"document": base64.b64encode(as_it_stands(document)).decode()}


class Unfilled(Exception):
    """A template that cannot be filled."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def fill(data: bytes, context: Mapping[str, Plain], *, ours: bool = False) -> Document:
    """The filled document, worked out in this process; Unfilled with the first fault met.

    A template that is not `ours` has its tags mended and its expressions looked at before any of them is run.
    """
    template = _opened(data, ours=ours)
    given = context if ours else marked(context)
    for part in prepared(template, main_part_of(data) or "", ours=ours):
        part.put(part.filled(given), template)
    document: Document = template.docx
    return document


def try_all(data: bytes, contexts: Iterable[Mapping[str, Plain]]) -> list[Fault]:
    """The faults met when a template is filled with each of these; the filled documents are not kept."""
    faults = []
    try:
        parts = prepared(_opened(data), main_part_of(data) or "")
    except Unfilled as met:
        return [met.fault]
    for context in contexts:
        for part in parts:
            try:
                part.filled(context)
            except Unfilled as met:
                faults.append(met.fault)
    return list(dict.fromkeys(faults))


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl for the opening of a template and the patching of its tags; filling it is done here."""


_PARTS = "parts that do not fit each other"
"""What is said of a package that cannot be opened though each of its parts can be read; a detail, so in English as all of them."""


def _opened(data: bytes, *, ours: bool = False) -> _Template:
    try:
        template = _Template(io.BytesIO(data if ours else openable(data)))
        template.render_init()
    except MemoryError:
        raise
    except Exception as failure:  # noqa: BLE001 - python-docx has many ways to stumble over parts that do not fit each other
        broken = fault("broke_off", what=type(failure).__name__) if ours else fault("damaged", detail=_PARTS)
        raise Unfilled(broken) from None
    return template


def prepared(template: _Template, main: str, *, ours: bool = False) -> list[_Part]:
    """All that is filled, compiled: the main text (its part is None), headers, footers, notes. Unfilled for a fault."""
    found = [_Part(main, None, template.docx.element.body)]
    others = {
        str(part.partname).lstrip("/"): part
        for part in template.docx.part.package.iter_parts()
        if part.content_type.endswith(FILLED)
    }
    for name, part in sorted(others.items()):
        found.append(_Part(name, part, part.element if isinstance(part, XmlPart) else parsed(part.blob)))
    for part in found:
        part.compile(ours=ours)
    return found


class _Part:
    """One part of a template on its way: mended, compiled, filled."""

    def __init__(self, name: str, part: Part | None, root: Node) -> None:
        self.name, self.part, self._root = name, part, root
        self._numbers: dict[Node, int] = {}
        self._lines: list[Node] = []
        self._ours = False

    def compile(self, *, ours: bool) -> None:
        """Read the tags; mend and look at every expression of a template that is not ours."""
        self._ours = ours
        with self._faults():
            self._template = _own(etree.tostring(self._root, encoding="unicode")) if ours else self._checked()

    def _checked(self) -> Template:
        self._numbers = {paragraph: number for number, paragraph in enumerate(paragraphs(self._root), 1)}
        mend_tags(self._root)
        self._lines = list(paragraphs(self._root))
        work_in(self._root)
        tree = environment().parse(as_template(self._root))
        if (refused := next(unsafe(tree), None)) is not None:
            raise Unfilled(self._at("unsafe", refused.lineno, what=type(refused).__name__.lower()))
        return _compiled(tree)

    def filled(self, context: Mapping[str, Plain]) -> Node:
        """The root of the filled part."""
        with self._faults():
            root = parsed(self._template.render(context).encode())
            _tidy(root)
            if not self._ours:
                printed(root)
        return root

    def put(self, root: Node, template: _Template) -> None:
        """Put what was filled in its place."""
        if self.part is None:
            template.fix_docpr_ids(root)
            template.map_tree(root)
        elif isinstance(self.part, XmlPart):
            from docx.oxml import parse_xml

            self.part._element = parse_xml(etree.tostring(root))  # noqa: SLF001 - python-docx offers no other way
        else:
            self.part._blob = as_part(root)  # noqa: SLF001

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except TemplateError as error:
            line = getattr(error, "lineno", None) or _line(error)
            raise Unfilled(self._at("not_filled", line, detail=_detail(error))) from None
        except etree.XMLSyntaxError:
            raise Unfilled(self._at("not_xml", 0)) from None
        except (RecursionError, SyntaxError):
            raise Unfilled(self._at("deep", 0, limit="20")) from None
        except (Unfilled, MemoryError):
            raise
        except Exception as failure:
            if self._ours:
                raise
            raise Unfilled(self._at("broke_off", _line(failure), what=type(failure).__name__)) from None

    def _at(self, code: str, line: int, **values: str) -> Fault:
        """A fault at a line of the patched text: the first line is before all paragraphs, each paragraph begins one.

        Paragraphs that picture tags brought with them count as the next one of the template.
        """
        place = Place(self.name)
        if line > 1:
            known = (each for each in self._lines[line - 2 :] if each in self._numbers)
            if (paragraph := next(known, None)) is not None:
                place = place_of(self.name, self._numbers[paragraph], paragraph)
        return fault(code, place, **values)


@lru_cache(maxsize=32)
def _own(source: str) -> Template:
    """A part of a template of ours, ready to be filled: always the same few, so each is compiled once."""
    return _compiled(environment().parse(_Template("").patch_xml(source)))


def _compiled(tree: nodes.Template) -> Template:
    jinja = environment()
    return jinja.template_class.from_code(jinja, jinja.compile(tree), {})


def _line(error: Exception) -> int:
    line, frame = 0, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _detail(error: TemplateError) -> str:
    """The name of the field asked for, where Jinja knows it."""
    found = re.search(r"'([A-Za-z0-9_]{1,60})'", error.message or "")
    return found[1] if found else "?"


# What docxtpl leaves undone -------------------------------------------------------------------------------------------


def _tidy(root: Node) -> None:
    """Line breaks and tabs of texts become Word's own; what Word would call damage is mended."""
    for element in root.iter():
        if element.tail and not element.tail.strip() and "\n" in element.tail:
            element.tail = None
        if len(element) and element.text and not element.text.strip():
            element.text = None
    for text in list(root.iter(f"{W}t")):
        if text.text and ("\n" in text.text or "\t" in text.text):
            _broken_up(text, text.text)
    tidy_tables(root)


def _broken_up(text: Node, whole: str) -> None:
    """One text becomes texts with w:br and w:tab between them, in the same run."""
    pieces = re.split("([\n\t])", whole)
    text.text, last = pieces[0], text
    text.set(SPACE, "preserve")
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        sign = text.makeelement(f"{W}br" if mark == "\n" else f"{W}tab")
        more = text.makeelement(f"{W}t", attributes(text))
        more.text = piece
        last.addnext(sign)
        sign.addnext(more)
        last = more


# What goes in --------------------------------------------------------------------------------------------------------


def cleaned(value: Mapping[str, Plain]) -> dict[str, Plain]:
    """The same data with texts a Word file can hold; the marks that tie a text to its answers stay until after the filling.

    TypeError for anything but texts, lists and dicts: a template must not meet objects.
    """
    return {key: _cleaned(entry, f"context.{key}") for key, entry in value.items()}


def _cleaned(value: Plain, where: str) -> Plain:
    if type(value) is str:
        return clean(value, marks=True)
    if isinstance(value, Mapping):
        return {key: _cleaned(entry, f"{where}.{key}") for key, entry in value.items()}
    if isinstance(value, list):
        return [_cleaned(entry, where) for entry in value]
    raise TypeError(f"{where}: {type(value).__name__}")


# Checking what arrived -----------------------------------------------------------------------------------------------


def shown_text(root: Node) -> str:
    """All text of a document part, a line a paragraph; tabs and line breaks as typed."""
    lines = []
    for paragraph in root.iter(f"{W}p"):
        pieces = []
        for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
            if node.tag == f"{W}t":
                pieces.append(node.text or "")
            elif parent(node).tag == f"{W}r":
                pieces.append("\n" if node.tag == f"{W}br" else "\t")
        lines.append("".join(pieces))
    return "\n".join(lines)


def lost(context: Mapping[str, Plain], shown: str, unused: tuple[str, ...] = ()) -> list[str]:
    """Texts of sentences and table cells that did not arrive in what is `shown`; empty for a template that shows everything."""
    unused = (*unused, "figure")
    given = _given({key: value for key, value in context.items() if key not in unused})
    wanted = {clean(MARKS.sub("", text)).strip() for text in given}
    return sorted(text for text in wanted if text and text not in shown)


def _given(value: Plain, key: str = "") -> Iterator[str]:
    """The texts that any template of ours must show: sentences, leads, cells; headings and captions may be its own."""
    if isinstance(value, str):
        if not key.endswith("_fill") and key not in ("gap", "figure", "heading", "caption", "turned"):
            yield value
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _given(entry, name)
    else:
        for entry in value:
            yield from _given(entry, key)
