"""The list of template fields as lines for a terminal, as plain data, and as the page docs/template-fields.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.template.fields import Field, Group, groups
from safeaudit.report.word.safe_jinja import FILTERS, LOOP
from safeaudit.words import Words, words


def lines(kind: str = "strategy", language: str = "en") -> list[str]:
    """The fields of a kind as lines of text."""
    w = words(language)
    told = [w.t("Fields of the template “{file}” ({kind})", file=DOCUMENTS[kind].template, kind=kind), ""]
    told += [
        line for title, text, code in how_to(w) for line in (f"{title}: {text}", *(f"    {each}" for each in code))
    ]
    for group in groups(kind, language):
        told += ["", f"{group.title} ({group.id})"]
        for field in group.fields:
            told.extend(f"  {line}" for line in _field_lines(field, w))
    return told


def as_json(kind: str = "strategy", language: str = "en") -> dict[str, object]:
    """The fields of a kind as plain data."""
    return {
        "kind": kind,
        "template": DOCUMENTS[kind].template,
        "filters": list(FILTERS),
        "loop": list(LOOP),
        "groups": [asdict(group) for group in groups(kind, language)],
    }


def markdown() -> str:
    """The page for the documentation, with every kind of document."""
    w = words("en")
    told = [
        "# Fields of a Word template",
        "",
        (
            "Made by the program from its own layout and the sample city (`safeaudit template fields` prints the same list); "
            "not to be edited by hand."
        ),
        "",
        "## How to write a template",
        "",
    ]
    for title, text, code in how_to(w):
        told += [f"**{title}.** {text}", "", *(["```", *code, "```", ""] if code else [])]
    for kind, layout in DOCUMENTS.items():
        told += [f"## {w.t(layout.title)} (`--kind {kind}`)", ""]
        for group in groups(kind):
            told += [f"### {group.title} (`{group.id}`)", "", *_markdown_group(group), ""]
    return "\n".join(told).rstrip() + "\n"


def how_to(w: Words) -> list[tuple[str, str, list[str]]]:
    """(title, text, tags to type) for each thing a template can do."""
    return [
        (w.t("Show a text"), w.t("Type the field between two braces, anywhere in the text, a header, a footer or a note; the text takes the format of the tag."),
         ["{{ doc.city }}"]),
        (w.t("Show something only when it is there"), w.t("Two paragraphs of their own; both vanish. Fields of an empty part print nothing. Texts are for showing: test whether one is there, and never compare it, because texts change with the language."),
         ["{%p if doc.draft %}", "{{ doc.draft }}", "{%p endif %}"]),
        (w.t("Paragraphs"), w.t("Every field called text, and cover.note, is a list of paragraphs; a paragraph has a lead (may be empty) and sentences."),
         ["{%p for p in risks.text %}", "{{ p.lead }} {% for s in p.sentences %}{{ s.text }}{{ s.gap }}{% endfor %}", "{%p endfor %}"]),
        (w.t("Points"), w.t("The same, in a paragraph with a list style."),
         ["{%p for p in risks.links.points %}", "• {% for s in p.sentences %}{{ s.text }}{{ s.gap }}{% endfor %}", "{%p endfor %}"]),
        (w.t("A table"), w.t("A header row, a row with the for tag alone, a row with the fields, a row with endfor alone; the rows of the tags vanish. Columns may be left out and set in another order."),
         ["| {{ risks.ranked.head.risk }} | {{ risks.ranked.head.level }} |",
          "| {%tr for line in risks.ranked.lines %} |",
          "| {{ line.risk }} | {% cellbg line.level_fill %}{{ line.level }} |",
          "| {%tr endfor %} |"]),
        (w.t("Tables with parts"), w.t("Fields called parts hold several tables: loop over them, and write a table in the loop."),
         ["{%p for part in chapter.block.parts %}", "{{ part.heading }}", "…", "{%p endfor %}"]),
        (w.t("A picture"), w.t("Type the tag alone in a paragraph; the picture is as wide as the text or the cell. Or insert any picture where the figure shall be, as large as it shall be, and give it the alternative text figure:NAME (right-click › Edit Alt Text), or figure:NAME:14 to make it 14 cm high at most. A figure without data is left out."),
         ["{{ figure.risk_heat_map }}"]),
        (w.t("In a loop"), w.t("These numbers are known: {names}.", names=", ".join(f"loop.{name}" for name in LOOP)), []),
        (w.t("Filters"), w.t("Behind a bar: {names}.", names=", ".join(FILTERS)), ["{{ doc.city|upper }}"]),
        (w.t("Within a line of text"), w.t("A test or loop with r stands between pieces of text of different formats and leaves nothing of itself; without a letter it stands within one piece."),
         ["{{ doc.city }}{%r if doc.draft %} (draft){%r endif %}"]),
        (w.t("Columns"), w.t("A cell with the for tag alone, a cell with the fields, a cell with endfor alone; the table keeps its width."),
         ["| {%tc for line in summary.numbers.lines %} | {{ line.now }} | {%tc endfor %} |"]),
        (w.t("Cells"), w.t("In a loop over rows, vm joins a cell with those below it and shows the first; in a loop over cells, hm makes one cell of all. colspan makes a cell as wide as a number of columns. cellbg takes a field that ends in “_fill”, or a colour."),
         ["{% vm %}{{ line.risk }}", "{% colspan 2 %}", "{% cellbg 'F7D9BF' %}"]),
        (w.t("Notes to yourself"), w.t("They are left out of the report; with p, tr or tc their paragraph, row or cell goes with them."), ["{#p ask the mayor first #}"]),
        (w.t("Braces that are printed"), w.t("Put an underscore between them."), ["{_{ name }_}", "{_% if %_}"]),
        (w.t("Templates made for docxtpl"), w.t("The forms above are read as docxtpl reads them. “{p}” and “{r}” print the plain text of a field; “{tr}”, “{tc}”, minus signs at the edge of a tag, sums, calls, “set”, “macro” and “include” are named with their place and not used.",
                                               p="{{p …}}", r="{{r …}}", tr="{{tr …}}", tc="{{tc …}}"), []),
        (w.t("Numbers of captions"), w.t("Insert them with References › Insert Caption; Word and the report count them."), []),
        (w.t("Check it"), w.t("“safeaudit template lint FILE.docx” tells every fault with its place, before any report is made."), []),
    ]  # fmt: skip


def _field_lines(field: Field, w: Words) -> Iterator[str]:
    shown = f" – “{field.example}”" if field.example else ""
    if field.kind == "table":
        yield f"{field.name}: {field.meaning}{shown}"
        yield "    " + _loop(field)
        for column in field.columns:
            example = f" – “{column.example}”" if column.example else ""
            yield f"      line.{column.name}: {column.meaning}{example}".replace(":  –", " –")
    elif field.kind == "list":
        yield f"{field.name} ({w.t('list')}): {field.meaning}{shown}"
    else:
        yield f"{{{{ {field.name} }}}}: {field.meaning}{shown}"


def _loop(field: Field) -> str:
    if field.name.endswith(".parts"):
        return (
            f"{{%p for part in {field.name} %}} … {{%tr for line in part.lines %}} … {{%tr endfor %}} … {{%p endfor %}}"
        )
    return f"{{%tr for line in {field.name}.lines %}} … {{%tr endfor %}}"


def _markdown_group(group: Group) -> Iterator[str]:
    plain = [field for field in group.fields if field.kind != "table"]
    if plain:
        yield from ("| Field | Meaning | Sample city |", "| --- | --- | --- |")
        for field in plain:
            name = f"`{field.name}` (list)" if field.kind == "list" else f"`{{{{ {field.name} }}}}`"
            yield f"| {name} | {_cell(field.meaning)} | {_cell(field.example)} |"
    for field in group.fields:
        if field.kind == "table":
            yield from (
                "",
                f"`{field.name}`: {field.meaning}" + (f" *{_cell(field.example)}*" if field.example else ""),
                "",
            )
            yield from (f"`{_loop(field)}`", "", "| Field | Meaning | Sample city, first line |", "| --- | --- | --- |")
            yield from (
                f"| `line.{column.name}` | {_cell(column.meaning)} | {_cell(column.example)} |"
                for column in field.columns
            )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("{", "&#123;")
