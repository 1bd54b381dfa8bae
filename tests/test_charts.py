"""Every chart: what it shows, that it can be read, and that its labels never meet, for usual and extreme audits."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pytest
from asked import SHEETS
from matplotlib.patches import Patch
from matplotlib.text import Text

import safeaudit.charts
from safeaudit.analysis import analyse
from safeaudit.audience import for_audience
from safeaudit.audit import blank_audit, from_answers
from safeaudit.charts import CHANGES, CHARTS, ChartFault, draw_all, lettering, png
from safeaudit.charts.flows import _panels
from safeaudit.charts.labels import Labels, meet, spread
from safeaudit.charts.registry import Place, every
from safeaudit.charts.registry import chart as chart_of
from safeaudit.charts.settings import needed, once_needed
from safeaudit.framework import read_yaml, rows, scales
from safeaudit.report.documents.figures import with_figures
from safeaudit.report.writing.layout import SectionLayout, points
from safeaudit.words import words

NAMES = {
    "risk_heat_map", "flow_profile", "price_trends", "criminal_governance", "system_map", "resilience_quadrant",
    "component_balance", "timeline", "lever_match", "principle_coverage", "partner_matrix", "data_readiness", "homicide",
    "funding", "sdg_map", "measures_by_year",
}  # fmt: skip
CITY = Path(__file__).parent.parent / "examples" / "sample-city"
LONG = "Antidisestablishmentarianism of an unusually long $100_label^2 & <b>mark-up</b> {braces} that goes on and on until it has "
LONG = (LONG + "well over one hundred and fifty characters in all, as people write")[:160]


@cache
def sample_city():
    found = {path.stem.upper(): read_yaml(path.read_text("utf-8"), path.name) for path in sorted(CITY.glob("*.yaml"))}
    return from_answers({sheet: rows for sheet, rows in found.items() if sheet in SHEETS})


def extreme(text=LONG, *, score=(5, 5), resilience=(3, 3), flows=("yes",)):
    """Every sheet that a chart draws, filled to its last row, with the same long label everywhere."""
    risks = rows("risks").ids()
    flow_ids = rows("flows").ids()
    effects = ("reduces", "no_effect", "moves", "worse", "unknown")
    return from_answers(
        {
            "PROFILE": {"city": text[:80], "country": "NA", "currency": "NAD", "homicide_city": 0.0, "homicide_national": 99.5,
                        "homicide_year": 2025, "period_to": date(2026, 6, 30)},
            "AREAS": {f"ARE-{n:02d}": {"name": text[:80]} for n in range(1, 21)},
            "RISKS": {each: {"label": text[:80], "relevant": "yes", "likelihood": score[0], "impact": score[1], "trend": "rising",
                             "confidence": "low"} for each in risks},
            "FLOWS": {each: {"label": text[:80], "present": flows[n % len(flows)], "scale": "high", "scale_basis": "prices",
                             "violence": "occasional", "trend": "unknown", "confidence": "medium"}
                      for n, each in enumerate(flow_ids)},
            "PRICES": {f"PRI-{n:02d}": {"flow": "FLW-2", "item": text[:80] if n > 30 else f"{text[:70]}{n % 12}", "unit": text[:40],
                                        "area": f"ARE-{n % 20 + 1:02d}" if n > 30 else None,
                                        "month": date(2024 + n % 2 if n > 30 else 2020 + n // 12, n % 12 + 1, 1),
                                        "price": 1.0 + 900 * (n % 5)} for n in range(1, 61)},
            "MARKETS": {f"MKT-{n:02d}": {"market": text[:100], "kind": "illicit", "protection": 3, "protection_violence": 3,
                                         "newcomers": 3, "territory": 3} for n in range(1, 13)},
            "ACTORS": {f"ACT-{n:02d}": {"label": text[:100]} for n in range(1, 21)},
            "SYSTEM_MAP": {f"MAP-{n:02d}": {"risk": risks[n % len(risks)], "flow": flow_ids[n % 11], "actor": f"ACT-{n % 20 + 1:02d}",
                                            "response": text, "resilience": text, "level": "none" if n % 7 == 0 else "city",
                                            "effect": effects[n % 5], "loop": ("vicious", "virtuous", "none")[n % 3]}
                           for n in range(1, 41)},
            "RESILIENCE": {f"RSL-{n:02d}": {"area": f"ARE-{n:02d}", "services": resilience[0], "trust": resilience[0],
                                            "justice": resilience[0], "acts_together": resilience[1], "inclusive": resilience[1],
                                            "peaceful": resilience[1], "armed_provider": ("yes", "no", "unknown")[n % 3],
                                            "target": "positive"} for n in range(1, 21)},
            "REGULATION": {each: {"label": text[:80], "held_by": ("city", "province", "nobody")[n % 3], "used_for_safety": "no",
                                  "flow_1": flow_ids[n % 11]} for n, each in enumerate(rows("regulation").ids())},
            "INDICATORS": {each: {"gap": "too_old", **({"label": text[:80]} if "X" in each[4:] else {})} for each in rows("indicators").ids()},
            "MORE_FIGURES": {f"FIG-{n:02d}": {"indicator": f"IND-CX{n % 9 + 1}", "area": "CITY", "year": 2000 + n // 9 * (1 + n % 2),
                                              **({"value_range": "at least 99999"} if n % 5 == 0 else {"value": 1e6 * (n % 7)})}
                             for n in range(1, 81)},
            "PARTNERS": {f"PTR-{n:02d}": {"partner": text[:120], "p1_leadership": "met", "p2_not_illicit": "exception",
                                          "p3_not_political": "unknown", "p4_no_violence": "not_met"} for n in range(1, 26)},
            "PRINCIPLES": {each: {"applied": "not_yet"} for each in rows("principles").ids()},
            "ACTIONS": {f"STR-{n:02d}": {"action": text, "component": ("enforcement", "resilience", "engagement")[n % 3],
                                         "starts": date(2026, 1, 1), "ends": date(2026 + n, 12, 1), "cost": 1e12 - n,
                                         "funding": ("lasting", "partly", "unfunded", "one_off")[n % 4],
                                         "sdg": list(scales()["sdg"])[n % len(scales()["sdg"])]} for n in range(1, 41)},
        }
    )  # fmt: skip


@cache
def audits():
    return {
        "the sample city": sample_city(),
        "every row full, one point": extreme(),
        "another corner": extreme("W" * 160, score=(1, 1), resilience=(5, 5)),
        "short words": extreme("Ab", score=(3, 4), resilience=(1, 1), flows=("yes", "no", "unknown")),
        "right to left": extreme("منطقة الميناء القديم والسوق " * 5, resilience=(1, 5)),
    }


@cache
def analysis_of(case):
    return analyse(audits()[case])


def charts_of(audit, language="en"):
    return draw_all(analyse(audit), audit, words(language))


def text_boxes(chart):
    renderer = chart.figure.canvas.get_renderer()
    with lettering.as_measured():
        found = [(text.get_text(), text.get_window_extent(renderer)) for text in chart.figure.findobj(Text)]
    assert found, "a chart without a text is no chart: the search for texts must be wrong"
    return found


def overlaps(chart):
    """Pairs of texts that share more than a hair of surface."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(text_boxes(chart), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]


def outside(chart):
    """Texts that leave the figure."""
    page = chart.figure.bbox
    return [
        text for text, box in text_boxes(chart)
        if box.x0 < page.x0 - 0.5 or box.x1 > page.x1 + 0.5 or box.y0 < page.y0 - 0.5 or box.y1 > page.y1 + 0.5
    ]  # fmt: skip


PLACE = Place("strategy", "risks", "new", after="text")
DECLARATION = {"title": "A new chart", "alt": "Lines: {count}.", "cells": "RISKS: likelihood impact", "places": [PLACE]}


def declared(among=None, **changed):
    """A new chart, declared with other parts."""

    def new_chart():
        return None

    return chart_of({} if among is None else among, **{**DECLARATION, **changed})(new_chart)


def test_a_chart_is_declared_with_its_words_cells_and_place():
    among = {}
    new = declared(among)
    assert among == {"new_chart": new}
    assert new.cells == ("RISKS.likelihood", "RISKS.impact")


@pytest.mark.parametrize("part", DECLARATION)
def test_a_part_that_is_forgotten_fails_at_import(part):
    with pytest.raises(TypeError, match=part):
        chart_of({}, **{name: given for name, given in DECLARATION.items() if name != part})


@pytest.mark.parametrize(("part", "given", "said"), [
    ("title", "", "The chart new_chart has no caption."),
    ("alt", "", "The chart new_chart has no alt text."),
    ("places", [], "The chart new_chart has no place in a document."),
    ("cells", " ", "The chart new_chart does not say which cells it is drawn from."),
    ("cells", "RISKS:", "The chart new_chart names no column of RISKS."),
    ("cells", "RISK: likelihood", "The chart new_chart is drawn from “RISK”, and there is no such sheet."),
    ("cells", "RISKS: likelyhood", "The chart new_chart is drawn from RISKS.likelyhood, and there is no such column."),
])  # fmt: skip
def test_a_part_that_is_empty_or_unknown_fails_at_import(part, given, said):
    with pytest.raises(ChartFault) as fault:
        declared(**{part: given})
    assert str(fault.value) == said


def test_two_charts_of_one_name_fail_at_import(monkeypatch):
    monkeypatch.setitem(CHARTS, "new_chart", CHARTS["homicide"])
    with pytest.raises(ChartFault, match="There are two charts new_chart"):
        declared()


SECTIONS = (SectionLayout("risks", (points("profiles"), points("links"))),)


@pytest.mark.parametrize(("place", "said"), [
    (("strategy", "risk", "new", "text"), "The chart new_chart has its place in the section “risk”, which “strategy” does not have."),
    (("strategy", "risks", "new", "ranked"), "The chart new_chart stands after “ranked” in risks; what stands there is: text, profiles, links."),
    (("strategy", "risks", "links", "text"), "The chart new_chart takes the place of risks.links in “strategy”."),
])  # fmt: skip
def test_a_place_that_is_not_in_the_document_fails_at_import(place, said):
    among = {}
    declared(among, places=[Place(*place)])
    with pytest.raises(ChartFault) as fault:
        with_figures("strategy", among, SECTIONS)
    assert str(fault.value) == said


def test_a_chart_stands_after_what_it_names_also_after_another_chart():
    among = {}
    declared(
        among,
        places=[Place("strategy", "risks", "two", after="one"), Place("strategy", "risks", "one", after="profiles")],
    )
    (section,) = with_figures("strategy", among, SECTIONS)
    assert [block.name for block in section.blocks] == ["profiles", "one", "two", "links"]


def test_a_chart_with_a_place_in_no_document_stops_the_import_of_the_documents():
    told = in_a_process_of_its_own(
        "from safeaudit.charts.registry import CHARTS, Place, chart",
        "@chart(CHARTS, title='New', alt='New.', cells='RISKS: score', places=[Place('strategie', 'risks', 'new', after='text')])",
        "def new_chart(analysis, audit, words): return None",
        "import safeaudit.report.documents",
    )
    assert "ChartFault: The chart new_chart has a place in “strategie”, and no such document takes it." in told.stderr


def in_a_process_of_its_own(*lines):
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, encoding="utf-8", timeout=120, check=False
    )


LOADED = "import sys; print(*sorted({'matplotlib', 'pandas'} & set(sys.modules)))"


@pytest.mark.parametrize("what", [
    "import safeaudit.charts",
    "import safeaudit.report.documents",
    ("from safeaudit.audit import blank_audit; from safeaudit.analysis import analyse; from safeaudit.charts import draw_all\n"
    "audit = blank_audit(); assert draw_all(analyse(audit), audit, audit.words) == {}"),
    ("from pathlib import Path; from tempfile import mkdtemp; from safeaudit import write_report; from safeaudit.examples import sample_city\n"
    "write_report(sample_city()[0], [], Path(mkdtemp()) / 'letter.docx', kind='findings')"),
], ids=["the charts", "the documents", "the charts of a blank audit", "a findings letter"])  # fmt: skip
def test_nothing_that_draws_is_loaded_where_nothing_is_drawn(what):
    told = in_a_process_of_its_own(what, LOADED)
    assert (told.stdout.split(), told.stderr) == ([], "")


def test_a_drawing_has_our_settings_and_leaves_those_of_others(monkeypatch):
    monkeypatch.setitem(mpl.rcParams, "lines.linewidth", 7.0)
    with once_needed():
        assert mpl.rcParams["lines.linewidth"] == 7.0
        needed()
        assert mpl.rcParams["lines.linewidth"] == 1.5
        needed()
    assert mpl.rcParams["lines.linewidth"] == 7.0


def test_every_module_that_declares_a_chart_is_imported_with_the_charts():
    folder = Path(safeaudit.charts.__file__).parent
    declaring = {path.stem for path in folder.glob("*.py") if "\n@chart(" in path.read_text("utf-8")}
    assert declaring == {chart.draw.__module__.rpartition(".")[2] for chart in every().values()}


def test_the_registered_charts_are_those_the_report_expects():
    assert set(CHARTS) == NAMES
    assert set(CHANGES) == {"change_since_last"}


def test_a_blank_audit_has_nothing_to_show():
    assert charts_of(blank_audit()) == {}


def test_a_full_audit_has_every_chart():
    assert set(charts_of(extreme())) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize(
    "case", ["the sample city", "every row full, one point", "another corner", "short words", "right to left"]
)
@pytest.mark.filterwarnings("ignore:Glyph")
def test_texts_never_meet_and_never_leave_the_page(case, name):
    audit = audits()[case]
    chart = CHARTS[name](analysis_of(case), audit, words())
    if chart is None:
        pytest.skip("nothing to show in this audit")
    assert overlaps(chart) == []
    assert outside(chart) == []


def test_texts_of_another_length_do_not_meet_either():
    audit = sample_city()
    for name, chart in charts_of(audit, "qps").items():
        assert overlaps(chart) == [], name
        assert outside(chart) == [], name


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_chart_fits_a_page_beside_its_caption(name):
    for case, audit in audits().items():
        chart = CHARTS[name](analysis_of(case), audit, words())
        assert chart is None or (chart.width_cm <= 16.0 and chart.height_cm <= 23.0)


def test_every_chart_has_a_name_a_title_and_an_alt_text_that_is_a_sentence():
    for name, chart in charts_of(sample_city()).items():
        assert chart.name == name
        assert chart.title
        assert chart.alt.endswith(".")
        assert len(chart.alt) > 40


def test_every_word_goes_through_the_language():
    audit = extreme("Ab")
    audit.language = "qps"
    for chart in charts_of(audit, "qps").values():
        assert chart.title.startswith("⟦"), chart.name
        assert chart.alt.startswith("⟦"), chart.name


def test_the_same_answers_give_the_same_bytes():
    first, second = (png(charts_of(extreme("Ab"))["timeline"], dpi=60) for _ in range(2))
    assert first == second
    assert first.startswith(b"\x89PNG")
    assert b"Software" not in first


def test_dollars_and_carets_are_shown_as_typed():
    drawn = charts_of(extreme("cost $5^2_x$ a day"))["criminal_governance"]
    shown = " ".join(text for text, _ in text_boxes(drawn))
    assert "$5^2_x$" in shown
    png(drawn, dpi=40)


def test_the_alt_text_of_the_heat_map_names_the_highest_risk():
    answers = {
        "RSK-E2": {"relevant": "yes", "likelihood": 5, "impact": 5},
        "RSK-S1": {"relevant": "yes", "likelihood": 2, "impact": 2},
    }
    chart = charts_of(from_answers({"RISKS": answers}))["risk_heat_map"]
    assert "25 of 25" in chart.alt
    assert "Drugs, arms" in chart.alt
    assert "2 risks are rated, 1 of them scores high" in chart.alt


def test_a_crowded_cell_says_how_many_more_risks_it_holds():
    chart = charts_of(extreme())["risk_heat_map"]
    assert f"+{len(rows('risks').ids()) - 5}" in [text for text, _ in text_boxes(chart)]


def test_a_path_nobody_answers_is_dashed():
    answers = {"MAP-01": {"risk": "RSK-E2", "flow": "FLW-2", "response": "None", "level": "none"}}
    chart = charts_of(from_answers({"SYSTEM_MAP": answers}))["system_map"]
    assert "✗" in [text for text, _ in text_boxes(chart)]
    assert "answered by nobody: 1" in chart.alt


def test_loops_that_the_team_marked_have_a_sign_of_their_own():
    answers = {
        f"MAP-{n:02d}": {"risk": "RSK-E2", "flow": "FLW-2", "loop": loop}
        for n, loop in enumerate(("vicious", "virtuous", "none"), 1)
    }
    shown = [text for text, _ in text_boxes(charts_of(from_answers({"SYSTEM_MAP": answers}))["system_map"])]
    assert (shown.count("↻−"), shown.count("↻+")) == (2, 2)  # on its path, and in the key


def test_prices_that_are_withheld_are_not_called_missing():
    view = for_audience(sample_city(), [], "public")
    audit = from_answers({"FLOWS": {"FLW-2": {"present": "yes", "scale": "high", "scale_basis": "prices"}}})
    audit.carried = view.audit.carried
    shown = [text for text, _ in text_boxes(charts_of(audit)["flow_profile"])]
    assert "withheld" in shown
    assert "no series" not in shown


def test_prices_of_two_flows_are_two_panels_although_item_and_unit_are_the_same():
    price = {"item": "Cannabis", "unit": "per gram"}
    months = [date(2025, 1, 1), date(2026, 1, 1)]
    rows = [{**price, "flow": flow, "month": month, "price": 10.0} for flow in ("FLW-2", "FLW-3") for month in months]
    lines = {f"PRI-{number:02}": row for number, row in enumerate(rows, 1)}
    panels = _panels(analyse(from_answers({"PRICES": lines})))
    assert [[line.row_id for line in panel] for panel in panels] == [["PRI-01", "PRI-02"], ["PRI-03", "PRI-04"]]


def test_charts_show_the_confidence_that_the_evidence_allows():
    rated = {"relevant": "yes", "likelihood": 4, "impact": 4, "evidence": "media", "confidence": "high"}
    flow = {"present": "yes", "scale": "high", "scale_basis": "media", "confidence": "high"}
    audit = from_answers({"RISKS": {"RSK-E1": rated}, "FLOWS": {"FLW-2": flow}})
    assert (audit.risks[0].get("confidence_grade"), audit.by_id["FLW-2"].get("confidence_grade")) == ("low", "low")
    charts = charts_of(audit)
    dashed = [box for box in charts["risk_heat_map"].figure.findobj(Patch) if box.get_linestyle() not in ("-", "solid")]
    assert len(dashed) == 1, "the risk stands in a dashed box"
    shown = [text for text, _ in text_boxes(charts["flow_profile"])]
    assert (shown.count("Low"), shown.count("High")) == (1, 1), "low confidence in a flow of high scale"


def test_seizures_never_show_a_scale():
    flow = {"present": "yes", "scale": "high", "scale_basis": "seizures", "violence": "none"}
    chart = charts_of(from_answers({"FLOWS": {"FLW-2": flow}}))["flow_profile"]
    shown = [text for text, _ in text_boxes(chart)]
    assert "High" not in shown
    assert "Not known" in shown


# Lettering and placing -----------------------------------------------------------------------------------------------


def test_wrapped_lines_fit_and_lose_nothing():
    text = "Abuse or unequal treatment of women, children and other vulnerable people"
    lines = lettering.wrap(text, 3.0, 8)
    assert " ".join(lines) == text
    assert all(lettering.width(line, 8) <= 3.0 for line in lines)


def test_a_text_that_does_not_fit_ends_in_an_ellipsis():
    lines = lettering.wrap("one two three four five six seven eight", 1.5, 8, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(lettering.width(line, 8) <= 1.5 for line in lines)


def test_a_word_longer_than_its_room_is_broken():
    lines = lettering.wrap("W" * 40, 2.0, 9)
    assert "".join(lines) == "W" * 40
    assert all(lettering.width(line, 9) <= 2.0 for line in lines)


def test_letters_are_drawn_as_wide_as_they_are_measured():
    chart = charts_of(sample_city())["system_map"]
    inch = chart.figure.dpi / 2.54
    for text, (shown, box) in zip(chart.figure.findobj(Text), text_boxes(chart), strict=True):
        bold = text.get_fontweight() == "bold"
        assert box.width / inch <= lettering.width(shown, text.get_fontsize(), bold) + 0.02, shown


def test_twenty_labels_at_one_point_find_twenty_places():
    labels = Labels((0, 0, 15, 11))
    boxes = [labels.place(7, 5, 3, 0.7) for _ in range(20)]
    assert None not in boxes
    assert not any(meet(a, b) for a, b in combinations(boxes, 2))


def test_a_full_frame_gives_no_place():
    labels = Labels((0, 0, 1, 1))
    assert labels.place(0.5, 0.5, 2, 2) is None


def test_points_that_fall_together_are_moved_apart():
    moved = spread([(1.0, 1.0)] * 20 + [(5.0, 5.0)], 0.3)
    assert moved[-1] == (5.0, 5.0)
    assert len({(round(x, 3), round(y, 3)) for x, y in moved}) == 21
