"""Plain context into the template: one docxtpl pass in a sandbox, in which nothing a person typed can act or get lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from safeaudit.report.package import clean

Plain = str | list[Any] | dict[str, Any]
FILTERS = ("default", "join", "length", "lower", "upper", "trim")
"""What an office's own template may use besides plain fields."""


class TemplateFault(ValueError):
    """The template cannot be used; the text says why, without the content of any answer."""


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl without its tricks on rendered text: typed marks such as {_{ stay as typed, broken mark-up is not mended."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.current_rendering_part = part
        rendered = jinja_env.from_string(src_xml).render(context)
        return str(self.resolve_listing(rendered))

    def fix_tables(self, xml: str) -> Any:
        return etree.fromstring(xml.encode(), parser=etree.XMLParser(resolve_entities=False, huge_tree=False))

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """The properties are set from the audit, never from the template."""


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja that escapes, refuses unknown fields, and offers a template nothing but the context."""
    jinja = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    jinja.globals.clear()
    jinja.filters = {name: jinja.filters[name] for name in FILTERS}
    jinja.tests = {name: jinja.tests[name] for name in ("defined", "none")}
    return jinja


def render(template: Path, context: Mapping[str, Plain]) -> Any:
    """The filled document (python-docx). TemplateFault when the template asks for what there is not, or is no Word file."""
    plain_only(context)
    document = _Template(str(template))
    try:
        document.render(cleaned(context), environment())
    except TemplateError as fault:
        raise TemplateFault(f"{template.name}: {fault.message or type(fault).__name__}") from None
    except etree.XMLSyntaxError as fault:
        raise TemplateFault(f"{template.name}: the filled text is not valid Word XML ({fault.msg})") from None
    return document.docx


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
    """The same data with texts a Word file can hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: cleaned(entry) for key, entry in value.items()}
    return [cleaned(entry) for entry in value]


# Checking what arrived -----------------------------------------------------------------------------------------------

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def shown_text(root: Any) -> str:
    """All text of a document part, a line a paragraph; tabs and line breaks as typed."""
    lines = []
    for paragraph in root.iter(f"{_W}p"):
        pieces = []
        for node in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab"):
            if node.tag == f"{_W}t":
                pieces.append(node.text or "")
            elif node.getparent().tag == f"{_W}r":
                pieces.append("\n" if node.tag == f"{_W}br" else "\t")
        lines.append("".join(pieces))
    return "\n".join(lines)


def lost(context: Mapping[str, Plain], document: Any, unused: tuple[str, ...] = ()) -> list[str]:
    """Texts of sentences and table cells that did not arrive; empty for a template that shows everything."""
    shown = shown_text(document.element.body)
    wanted = {
        clean(text).strip() for text in _given({key: value for key, value in context.items() if key not in unused})
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
