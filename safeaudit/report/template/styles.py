"""The look of the report as Word styles: type, colours, numbered headings, one table style; the pages' size and margins."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from safeaudit.report.word.tree import Node, W, inside

FONT = "Arial"
BLUE, TEAL, BRICK, GREY, RULE = "1F4E79", "2A7F86", "A23B2A", "5A6672", "C9D3DC"
KEPT_TABLE_STYLES = {"TableNormal", "TableGrid"}
_KEPT_STYLES = """
    Normal Heading1 Heading2 Heading3 Title Subtitle Caption ListBullet Header Footer DefaultParagraphFont TableNormal TableGrid
    NoList HeaderChar FooterChar Heading1Char Heading2Char Heading3Char TitleChar SubtitleChar
"""
KEPT_STYLES = frozenset(_KEPT_STYLES.split())
TABLE_STYLE = "SafetyAudit"


def apply(document: Document, *, numbered: bool = True, cover: bool = True) -> None:
    """Give a python-docx document these styles and no others; `numbered` headings count 1, 1.1, a `cover` has a large title."""
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT_STYLES or style.get(qn("w:styleId")).endswith("Char"):
            styles.remove(style)
    _defaults(styles)
    for style_id, xml in _paragraph_styles(numbered=numbered, cover=cover).items():
        old = next((each for each in styles.findall(qn("w:style")) if each.get(qn("w:styleId")) == style_id), None)
        if old is not None:
            styles.remove(old)
        styles.append(parse_xml(xml))
    styles.append(parse_xml(_table_style()))
    _number(document, headings=numbered)


def _defaults(styles: Node) -> None:
    defaults = inside(styles, f"{W}docDefaults")
    new = parse_xml(
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        '<w:color w:val="22303C"/><w:sz w:val="19"/><w:szCs w:val="19"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="90" w:line="243" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    styles.replace(defaults, new)


def _style(
    name: str,
    style_id: str,
    paragraph: str,
    run: str,
    *,
    based: str = "Normal",
    following: str = "",
    quick: bool = True,
) -> str:
    default = ' w:default="1"' if style_id == "Normal" else ""
    built_in = name.split(" ", maxsplit=1)[0] in (
        "Normal",
        "Title",
        "Subtitle",
        "heading",
        "caption",
        "List",
        "header",
        "footer",
        "toc",
        "TOC",
    )
    custom = "" if built_in else ' w:customStyle="1"'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{default}{custom} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if style_id != "Normal" else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + '<w:uiPriority w:val="9"/>'
        + ("<w:qFormat/>" if quick else "")
        + f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _run(size: float, colour: str = "", bold: bool = False, italic: bool = False) -> str:
    half = int(size * 2)
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def _space(before: int, after: int, line: int = 0) -> str:
    exact = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{exact}/>'


def _heading(level: int, size: float, before: int, after: int, *, numbered: bool) -> str:
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="3" w:color="{TEAL}"/></w:pBdr>' if level == 1 else ""
    number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="90"/></w:numPr>' if numbered else ""
    paragraph = (
        f'<w:keepNext/><w:keepLines/>{number}{rule}{_space(before, after, 240)}<w:outlineLvl w:val="{level - 1}"/>'
    )
    return _style(f"heading {level}", f"Heading{level}", paragraph, _run(size, BLUE, bold=True), following="Normal")


def _toc(level: int) -> str:
    tabs = '<w:tabs><w:tab w:val="right" w:pos="9864"/></w:tabs>'
    indent = "" if level == 1 else '<w:ind w:left="397"/>'
    return _style(
        f"toc {level}",
        f"TOC{level}",
        tabs + _space(130 if level == 1 else 0, 30, 240) + indent,
        _run(11 if level == 1 else 9.5, "" if level == 1 else GREY),
        quick=False,
    )


def _paragraph_styles(*, numbered: bool, cover: bool) -> dict[str, str]:
    return {
        "Normal": _style("Normal", "Normal", "", ""),
        "Title": _style(
            "Title",
            "Title",
            f'<w:pBdr><w:top w:val="single" w:sz="24" w:space="{14 if cover else 8}" w:color="{TEAL}"/></w:pBdr>'
            + _space(0, 200 if cover else 40, 240),
            _run(30 if cover else 20, BLUE, bold=True),
            following="Subtitle",
        ),
        "Subtitle": _style(
            "Subtitle", "Subtitle", _space(0, 120, 240), _run(16 if cover else 11, TEAL), following="Normal"
        ),
        "Heading1": _heading(1, 16, 240, 90, numbered=numbered),
        "Heading2": _heading(2, 12, 150, 50, numbered=numbered),
        "Heading3": _heading(3, 11, 200, 80, numbered=numbered),
        "Caption": _style(
            "caption", "Caption", "<w:keepNext/><w:keepLines/>" + _space(110, 50, 240), _run(9, GREY, bold=True)
        ),
        "ListBullet": _style(
            "List Bullet",
            "ListBullet",
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr>'
            + _space(0, 40)
            + '<w:ind w:left="340" w:hanging="340"/>',
            "",
        ),
        "ListTick": _style(
            "List Tick",
            "ListTick",
            '<w:tabs><w:tab w:val="left" w:pos="454"/></w:tabs>'
            + _space(0, 60)
            + '<w:ind w:left="454" w:hanging="454"/>',
            "",
        ),
        "TOCHeading": _style(
            "TOC Heading", "TOCHeading", "<w:keepNext/>" + _space(0, 200, 240), _run(17, BLUE, bold=True)
        ),
        "TOC1": _toc(1),
        "TOC2": _toc(2),
        "Header": _style(
            "header",
            "Header",
            f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>' + _space(0, 0, 240),
            _run(8, GREY),
            quick=False,
        ),
        "Footer": _style("footer", "Footer", _space(0, 0, 240) + '<w:jc w:val="right"/>', _run(8, GREY), quick=False),
        "Figure": _style("Figure", "Figure", "<w:keepLines/>" + _space(0, 120, 240) + '<w:jc w:val="center"/>', ""),
        "TableText": _style("Table Text", "TableText", _space(0, 0, 221), _run(8.5)),
        "TableHeader": _style(
            "Table Header", "TableHeader", "<w:keepNext/>" + _space(16, 16, 228), _run(8.5, "FFFFFF", bold=True)
        ),
        "AfterTable": _style("After Table", "AfterTable", _space(0, 0, 160), _run(5)),
        "CoverMark": _style("Cover Mark", "CoverMark", _space(0, 60, 240), _run(11, TEAL, bold=True)),
        "DraftMark": _style(
            "Draft Mark",
            "DraftMark",
            f'<w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="{BRICK}"/></w:pBdr>'
            + _space(120, 320, 252)
            + '<w:ind w:left="227"/>',
            _run(11, BRICK, bold=True),
        ),
        "SectionBreak": _style("Section Break", "SectionBreak", _space(0, 0, 20), _run(1), quick=False),
    }


def _table_style() -> str:
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}"><w:name w:val="Safety Audit Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/><w:pPr><w:spacing w:after="0"/></w:pPr><w:tblPr><w:tblBorders>'
        f'<w:top {rule}/><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders><w:tblCellMar><w:top w:w="17" w:type="dxa"/>'
        '<w:left w:w="51" w:type="dxa"/><w:bottom w:w="17" w:type="dxa"/><w:right w:w="51" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{BLUE}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _number(document: Document, *, headings: bool) -> None:
    """Number the headings 1, 1.1, 1.1.1 and give the lists one bullet."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    levels = ""
    for level in range(3):
        text = ".".join(f"%{number + 1}" for number in range(level + 1))
        indent = (567, 680, 794)[level]
        levels += (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{level + 1}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
        )
    heads = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    bullet = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="91"><w:multiLevelType w:val="hybridMultilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/><w:color w:val="{TEAL}"/></w:rPr></w:lvl></w:abstractNum>'
    )
    kept = {90: heads, 91: bullet} if headings else {91: bullet}
    for xml in kept.values():
        root.append(parse_xml(xml))
    for number in kept:
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
