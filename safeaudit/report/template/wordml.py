"""Small pieces of WordprocessingML that templates are built from, as text."""

from __future__ import annotations


def paragraph(content: str, style: str, properties: str = "") -> str:
    chosen = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
    return f"<w:p><w:pPr>{chosen}{properties}</w:pPr>{content}</w:p>"


def tick() -> str:
    """A box that can be ticked in Word, and printed."""
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:cs="MS Gothic"/>'
    states = '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{{{{ t.done }}}}"/><w14:checkbox><w14:checked w14:val="0"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:rPr>{font}</w:rPr><w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt>"
    )


def text(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tag(tag: str) -> str:
    return paragraph(text(f"{{%p {tag} %}}"), "Normal")


def field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction: str, shown: str) -> str:
    return (
        field_mark("begin")
        + f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        + field_mark("separate")
        + text(shown)
        + field_mark("end")
    )


def caption(sequence: str, label: str, words: str) -> str:
    return paragraph(
        text(f"{{{{ {label} }}}} ") + field(f"SEQ {sequence} \\* ARABIC", "1") + text(f". {{{{ {words} }}}}"),
        "Caption",
    )


def page(landscape: bool) -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    side = 1021
    return (
        f'<w:pgSz {size}/><w:pgMar w:top="1134" w:right="{side}" w:bottom="936" w:left="{side}" w:header="510" w:footer="454" '
        'w:gutter="0"/><w:cols w:space="708"/>'
    )


def section_break(*, landscape: bool) -> str:
    """The end of a run of pages that lie this way."""
    section = f'<w:sectPr><w:type w:val="nextPage"/>{page(landscape)}</w:sectPr>'
    return paragraph("", "SectionBreak", section)
