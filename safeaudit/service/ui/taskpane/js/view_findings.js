// What the check found, gathered by rule: places to go to, warnings (and errors an office answers for) to accept with a reason.

import { h } from "../../shared/dom.js";
import { number, t } from "../../shared/words.js";
import { bdi, icon } from "./dom.js";
import { keyOf, MISSING, places } from "./parts.js";

const FIRST = 5;
const MANY = 20;
const FILTERS = ["open", "error", "warning", "advice", "accepted"];

export function findings(state, act) {
  const { result, checked } = state;
  return [
    h("h2", { id: "view-title", tabindex: "-1" }, t("findings.title")),
    checked ? null : h("p", {}, t("findings.never")),
    h(
      "div",
      { class: "row" },
      checked && result.audit.counts.error + result.audit.counts.warning > 0
        ? h("button", { type: "button", class: "button primary", "data-key": "next-finding", onclick: () => act.command("next_finding") }, t("do.next_finding"), icon("go"))
        : null,
      h("button", { type: "button", class: checked ? "button" : "button primary", "data-key": "check-all", onclick: () => act.command("check_all") }, icon("again"), t("do.check_all")),
    ),
    checked ? [filters(state, act), list(state, act)] : null,
  ];
}

const belongs = (group, filter) => (filter === "open" ? !group.accepted : filter === "accepted" ? Boolean(group.accepted) : !group.accepted && group.severity === filter);

function filters(state, act) {
  const { counts } = state.result.audit;
  const numbers = { open: counts.error + counts.warning + counts.advice, ...counts };
  return h(
    "div",
    { class: "filters", role: "group", "aria-label": t("findings.filter") },
    FILTERS.map((name) =>
      h(
        "button",
        { type: "button", class: "filter", "data-key": `filter-${name}`, "aria-pressed": String(state.filter === name), onclick: () => act.set({ filter: name }) },
        name === "open" ? null : icon(name),
        t(`filter.${name}`, { count: number(numbers[name]) }),
      ),
    ),
    state.onlySheet
      ? h("button", { type: "button", class: "filter", "data-key": "filter-sheet", "aria-pressed": "true", onclick: () => act.set({ onlySheet: "" }) }, t("filter.sheet", { sheet: state.onlySheet }))
      : null,
  );
}

function list(state, act) {
  const groups = state.result.groups
    .filter((group) => belongs(group, state.filter))
    .map((group) => (state.onlySheet ? { ...group, findings: group.findings.filter((each) => each.sheet === state.onlySheet) } : group))
    .filter((group) => group.findings.length);
  if (!groups.length) return h("p", { class: "empty" }, icon("done"), t(state.filter === "open" ? "findings.none" : "findings.none_of_kind"));
  return h("ul", { class: "groups" }, groups.map((group) => h("li", {}, groupCard(group, state, act))));
}

const groupKey = (group) => [group.rule, group.remedy, group.accepted].join("|");

function groupCard(group, state, act) {
  const key = groupKey(group);
  const open = state.openGroups.has(key);
  const body = `group-${state.result.groups.findIndex((each) => groupKey(each) === key)}`;
  return h(
    "article",
    { class: `group ${group.accepted ? "accepted" : group.severity}` },
    h(
      "h3",
      {},
      h(
        "button",
        { type: "button", "data-key": `group-${key}`, "aria-expanded": String(open), "aria-controls": body, onclick: () => act.toggle("openGroups", key) },
        icon(group.accepted ? "accepted" : group.severity),
        h("span", { class: "group-title" }, h("span", { class: "group-kind" }, t(`severity.${group.severity}`), " · ", t("findings.places", { count: number(group.findings.length) })), h("span", {}, group.title)),
        h("span", { class: "turn" }, icon("open")),
      ),
    ),
    h("div", { id: body, class: "group-body", hidden: !open }, open ? groupBody(group, key, state, act) : null),
  );
}

function groupBody(group, key, state, act) {
  return [
    h("p", { class: "remedy" }, h("strong", {}, t("findings.to_do"), " "), group.remedy),
    group.accepted ? h("p", { class: "reason" }, h("strong", {}, t("findings.accepted_because"), " "), group.accepted) : null,
    allPlaces(group, key, state, act),
    h(
      "details",
      {},
      h("summary", { "data-key": `why-${key}` }, t("findings.why")),
      [...new Set([group.why, group.how])].filter(Boolean).map((text) => h("p", {}, text)),
      h("p", { class: "quiet" }, [group.section ? t("findings.section", { section: group.section }) : null, t("findings.rule", { rule: group.rule })].filter(Boolean).join(" · ")),
    ),
  ];
}

/** A few places as they are, the first ones and the rest on demand, or very many sheet by sheet. */
function allPlaces(group, key, state, act) {
  const bySheet = group.rule === MISSING;
  const form = bySheet ? null : (finding, place) => acceptance(group, finding, place, state, act);
  const ofSheet = bySheet ? (sheet) => wholeSheet(group, sheet, state, act) : () => null;
  const sheets = [...new Set(group.findings.map((finding) => finding.sheet))];
  if ((bySheet || group.findings.length > MANY) && sheets.length > 1)
    return h("div", {}, sheets.map((sheet) => oneSheet({ ...group, findings: group.findings.filter((each) => each.sheet === sheet) }, sheet, key, act, form, ofSheet)));
  const shown = state.shownAll.has(key) ? group.findings.length : FIRST;
  return [
    places(group, act, shown, form),
    group.findings.length > shown
      ? h("button", { type: "button", class: "link", "data-key": `all-${key}`, onclick: () => act.toggle("shownAll", key) }, t("findings.show_all", { count: number(group.findings.length) }))
      : null,
    ofSheet(sheets[0]),
  ];
}

const oneSheet = (group, sheet, key, act, form, ofSheet) =>
  h(
    "details",
    {},
    h("summary", { "data-key": `sheet-${sheet}-${key}` }, bdi(sheet), " · ", t("findings.places", { count: number(group.findings.length) })),
    ofSheet(sheet),
    places(group, act, group.findings.length, form),
  );

// Accepting ----------------------------------------------------------------------------------------------------------

function acceptance(group, finding, key, state, act) {
  const place = [finding.sheet, finding.cell].filter(Boolean).join(" ");
  if (group.accepted)
    return h("button", { type: "button", class: "link", "data-key": `back-${key}`, "aria-label": t("accept.take_back_at", { place }), onclick: () => act.takeBack(group, finding, key) }, t("accept.take_back"));
  if (!group.can_accept) return null;
  if (state.accepting !== key) return h("button", { type: "button", class: "link", "data-key": `accept-${key}`, onclick: () => act.startAccepting(key) }, t("accept.open"));
  return acceptForm(group, finding, key, state, act);
}

/** One reason for every missing answer of a sheet. */
function wholeSheet(group, sheet, state, act) {
  const finding = { sheet, cell: "", row_id: "", column: "" };
  return h("div", { class: "whole-sheet" }, h("p", { class: "quiet" }, t(group.accepted ? "accept.covered" : "accept.covers", { sheet })), acceptance(group, finding, keyOf(group, finding), state, act));
}

function acceptForm(group, finding, key, state, act) {
  const wrong = state.acceptError;
  const [label, help] = group.severity === "error" ? ["accept.label_error", "accept.help_error"] : ["accept.label", "accept.help"];
  return h(
    "form",
    {
      class: "accept",
      novalidate: true,
      "aria-label": t("accept.open"),
      onsubmit: (event) => {
        event.preventDefault();
        act.accept(group, finding, state.reason.trim());
      },
      onkeydown: (event) => event.key === "Escape" && act.stopAccepting(key),
    },
    h("label", { for: "reason" }, t(label)),
    h("p", { id: "reason-help", class: "quiet" }, t(help)),
    h("textarea", {
      id: "reason",
      rows: 3,
      maxlength: 2000,
      "data-key": "reason",
      "aria-describedby": wrong ? "reason-help reason-error" : "reason-help",
      "aria-invalid": wrong ? "true" : null,
      value: state.reason,
      oninput: (event) => (state.reason = event.target.value),
    }),
    wrong ? h("p", { id: "reason-error", class: "field-error" }, icon("error"), wrong) : null,
    h(
      "div",
      { class: "row" },
      h("button", { type: "submit", class: "button primary", "data-key": "accept-send" }, t("accept.send")),
      h("button", { type: "button", class: "button", "data-key": "accept-stop", onclick: () => act.stopAccepting(key) }, t("do.cancel")),
    ),
  );
}
