"""Plain context into the template: a sandbox in which nothing a person typed, and nothing a template says, can act.

Our own templates, known by their SHA-256, are filled right here. Any other is filled in a second process with limits.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from safeaudit.report.child import Stopped, in_child
from safeaudit.report.faults import Fault, Place, TemplateFault
from safeaudit.report.marks import marked
from safeaudit.report.package import MARKS, clean
from safeaudit.report.safe_jinja import Environment, environment, unsafe
from safeaudit.report.tags import W, mend_tags, paragraphs, place_of

__all__ = ["TemplateFault", "environment", "fill", "lost", "render", "shown_text"]

Plain = str | list[Any] | dict[str, Any]
_XML = etree.XMLParser(resolve_entities=False, huge_tree=False)
FILLED = tuple(f"wordprocessingml.{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes"))
"""The parts besides the main text whose fields are filled, by the end of their content type."""


def render(template: Path, context: Mapping[str, Plain], language: str = "en") -> Any:
    """The filled document (python-docx). TemplateFault when the template asks for what there is not, or is no Word file."""
    from docx import Document

    from safeaudit.report.known import ours

    plain_only(context)
    data = template.read_bytes()
    given = cleaned(context)
    if ours(data):
        try:
            return fill(data, given, ours=True)
        except Unfilled as fault:
            raise TemplateFault(template.name, [fault.fault], language) from None
    try:
        told = in_child("render", "filled", data, context=given)
    except Stopped as stopped:
        raise TemplateFault(template.name, [Fault(f"stopped_{stopped.why}")], language) from None
    if "fault" in told:
        raise TemplateFault(template.name, [Fault.from_json(told["fault"])], language)
    return Document(io.BytesIO(base64.b64decode(told["document"])))


def filled(data: bytes, context: dict[str, Any]) -> dict[str, Any]:
    """The child's side of `render`: the filled document as base64, or the fault."""
    try:
        document = fill(data, context)
    except Unfilled as fault:
        return {"fault": fault.fault.as_json()}
    out = io.BytesIO()
    document.save(out)
    return {"document": base64.b64encode(out.getvalue()).decode()}


class Unfilled(Exception):
    """A template that cannot be filled."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def fill(data: bytes, context: Mapping[str, Plain], *, ours: bool = False) -> Any:
    """The filled document (python-docx), worked out in this process; Unfilled with the first fault met.

    A template that is not `ours` has its tags mended and its expressions looked at before any of them is run.
    """
    template = _Template(io.BytesIO(data))
    template.render_init()
    given = context if ours else marked(context)
    for part in prepared(template, ours=ours):
        rendered = part.filled(given)
        if part.part is None:
            template.fix_docpr_ids(rendered)
            template.map_tree(rendered)
        elif hasattr(part.part, "element"):
            from docx.oxml import parse_xml

            part.part._element = parse_xml(etree.tostring(rendered))  # noqa: SLF001 - python-docx offers no other way
        else:
            part.part._blob = etree.tostring(rendered, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
    return template.docx


def try_all(data: bytes, contexts: Iterable[Mapping[str, Plain]]) -> list[Fault]:
    """The faults met when a template is filled with each of these; the filled documents are not kept."""
    template = _Template(io.BytesIO(data))
    template.render_init()
    faults = []
    try:
        parts = prepared(template)
    except Unfilled as fault:
        return [fault.fault]
    for context in contexts:
        for part in parts:
            try:
                part.filled(context)
            except Unfilled as fault:
                faults.append(fault.fault)
    return list(dict.fromkeys(faults))


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl for the opening of a template and the patching of its tags; filling it is done here."""


def prepared(template: _Template, *, ours: bool = False) -> list[_Part]:
    """All that is filled, compiled: the main text (its part is None), headers, footers, notes. Unfilled for a fault."""
    found = [_Part("word/document.xml", None, template.docx.element.body)]
    others = {
        str(part.partname).lstrip("/"): part
        for part in template.docx.part.package.iter_parts()
        if part.content_type.endswith(FILLED)
    }
    for name, part in sorted(others.items()):
        root = part.element if hasattr(part, "element") else etree.fromstring(part.blob, _XML)
        found.append(_Part(name, part, root))
    jinja = environment()
    for part in found:
        part.compile(template, jinja, ours=ours)
    return found


class _Part:
    """One part of a template on its way: mended, compiled, filled."""

    def __init__(self, name: str, part: Any, root: Any) -> None:
        self.name, self.part, self._root = name, part, root
        self._numbers: dict[Any, int] = {}
        self._lines: list[Any] = []
        self._template: Any = None

    def compile(self, template: _Template, jinja: Environment, *, ours: bool) -> None:
        """Read the tags; look at every expression of a template that is not ours."""
        if not ours:
            self._numbers = {paragraph: number for number, paragraph in enumerate(paragraphs(self._root), 1)}
            mend_tags(self._root)
            self._lines = list(paragraphs(self._root))
        source = etree.tostring(self._root, encoding="unicode")
        with self._faults():
            tree = jinja.parse(template.patch_xml(source if ours else _numbered(source)))
            refused = None if ours else next(unsafe(tree), None)
            if refused is not None:
                raise Unfilled(self._at("unsafe", refused.lineno, what=type(refused).__name__.lower()))
            self._template = jinja.template_class.from_code(jinja, jinja.compile(tree), {})

    def filled(self, context: Mapping[str, Plain]) -> Any:
        """The root of the filled part."""
        with self._faults():
            return _tidy(etree.fromstring(self._template.render(context).encode(), _XML))

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

    def _at(self, code: str, line: int, **values: str) -> Fault:
        """A fault at a line of the patched text: the first line is before all paragraphs, each paragraph begins one.

        Paragraphs that picture tags brought with them count as the next one of the template.
        """
        place = Place(self.name)
        if line > 1:
            known = (each for each in self._lines[line - 2 :] if each in self._numbers)
            if (paragraph := next(known, None)) is not None:
                place = place_of(self.name, self._numbers[paragraph], paragraph)
        return Fault(code, place, tuple(values.items()))


def _line(error: TemplateError) -> int:
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


def _numbered(source: str) -> str:
    """The text with each paragraph beginning a new line, so that a line of an error is the number of a paragraph.

    Rows and cells that docxtpl replaces as a whole bring the lines of their paragraphs before themselves.
    """
    source = source.replace("\n", " ")
    for name in ("tr", "tc"):
        marked = re.compile(rf"<w:{name}[ >](?:(?!<w:{name}[ >]).)*?\{{%{name} .*?</w:{name}>", re.DOTALL)
        source = marked.sub(_kept, source)
    return re.sub("<w:p([ >])", r"\n<w:p\1", source).replace("\ufdef", "")


def _kept(found: re.Match[str]) -> str:
    return "\n" * len(re.findall("<w:p[ >]", found[0])) + re.sub("<w:p([ >])", "<w:p\ufdef\\1", found[0])


# What docxtpl leaves undone -------------------------------------------------------------------------------------------


def _tidy(root: Any) -> Any:
    """Line breaks and tabs of texts become Word's own; what Word would call damage is mended. Changes and returns it."""
    for element in root.iter():
        if element.tail and not element.tail.strip() and "\n" in element.tail:
            element.tail = None
    for text in list(root.iter(f"{W}t")):
        if text.text and ("\n" in text.text or "\t" in text.text):
            _broken_up(text)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f".//{W}tr") is None:
            table.getparent().remove(table)
    for cell in root.iter(f"{W}tc"):
        if not len(cell) or cell[-1].tag != f"{W}p":
            etree.SubElement(cell, f"{W}p")
    if root.tag in (f"{W}hdr", f"{W}ftr") and not len(root):
        etree.SubElement(root, f"{W}p")
    return root


def _broken_up(text: Any) -> None:
    """One text becomes texts with w:br and w:tab between them, in the same run."""
    pieces = re.split("([\n\t])", text.text)
    text.text, last = pieces[0], text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        sign = text.makeelement(f"{W}br" if mark == "\n" else f"{W}tab")
        more = text.makeelement(f"{W}t", dict(text.attrib))
        more.text = piece
        last.addnext(sign)
        sign.addnext(more)
        last = more


# What goes in --------------------------------------------------------------------------------------------------------


def plain_only(value: object, where: str = "context") -> None:
    """TypeError for anything in the context but texts, lists and dicts: a template must not meet objects."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            plain_only(entry, f"{where}.{key}")
    elif isinstance(value, list):
        for entry in value:
            plain_only(entry, where)
    elif type(value) is not str:
        raise TypeError(f"{where}: {type(value).__name__}")


def cleaned(value: Any) -> Any:
    """The same data with texts a Word file can hold; the marks that tie a text to its answers stay until after the filling."""
    if isinstance(value, str):
        return clean(value, marks=True)
    if isinstance(value, Mapping):
        return {key: cleaned(entry) for key, entry in value.items()}
    return [cleaned(entry) for entry in value]


# Checking what arrived -----------------------------------------------------------------------------------------------


def shown_text(root: Any) -> str:
    """All text of a document part, a line a paragraph; tabs and line breaks as typed."""
    lines = []
    for paragraph in root.iter(f"{W}p"):
        pieces = []
        for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
            if node.tag == f"{W}t":
                pieces.append(node.text or "")
            elif node.getparent().tag == f"{W}r":
                pieces.append("\n" if node.tag == f"{W}br" else "\t")
        lines.append("".join(pieces))
    return "\n".join(lines)


def lost(context: Mapping[str, Plain], document: Any, unused: tuple[str, ...] = ()) -> list[str]:
    """Texts of sentences and table cells that did not arrive; empty for a template that shows everything."""
    shown = shown_text(document.element.body)
    unused = (*unused, "figure")
    wanted = {
        clean(MARKS.sub("", text)).strip()
        for text in _given({key: value for key, value in context.items() if key not in unused})
    }
    return sorted(text for text in wanted if text and text not in shown)


def _given(value: Any, key: str = "") -> Iterator[str]:
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
