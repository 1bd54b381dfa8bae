// The findings of one workbook in their groups, with a choice of severity and of sheet.

import { el, newId, sign } from "./dom.js";
import { number, t } from "./words.js";

const FIRST = 12;
const KINDS = ["all", "error", "warning", "advice", "accepted"];
const NAMES = { all: "all", error: "errors", warning: "warnings", advice: "advices", accepted: "accepted" };
const kindOf = (group) => (group.accepted ? "accepted" : group.severity);

/** {element, only(severity), sheet(name)}: the list, and ways to show one severity or one sheet. */
export function findings(groups, steps) {
  const chosen = { kind: "all", sheet: "" };
  const title = newId("findings");
  const list = el("div", { class: "groups" });
  const count = el("p", { class: "hint count", role: "status" });
  const kinds = kindChoice(groups, (kind) => ((chosen.kind = kind), show()));
  const sheet = sheetChoice(groups, steps, (name) => ((chosen.sheet = name), show()));
  const open = el("button", { class: "button quiet small", type: "button", onclick: () => toggle() }, t("open_all"));
  const element = el("section", { class: "findings", "aria-labelledby": title },
    el("h3", { id: title, tabindex: "-1" }, t("findings")),
    groups.length ? el("div", { class: "filters" }, kinds.element, sheet.element, open) : "",
    groups.length ? count : "",
    list);

  function show() {
    const shown = groups
      .filter((group) => chosen.kind === "all" || kindOf(group) === chosen.kind)
      .map((group) => ({ ...group, findings: group.findings.filter((finding) => !chosen.sheet || finding.sheet === chosen.sheet) }))
      .filter((group) => group.findings.length);
    list.replaceChildren(...shown.map(groupOf));
    if (!shown.length) list.append(el("p", { class: groups.length ? "hint" : "notice good" }, t(groups.length ? "no_match" : "no_findings")));
    const sum = (some) => some.reduce((total, group) => total + group.findings.length, 0);
    count.textContent = t("findings_shown", { shown: number(sum(shown)), all: number(sum(groups)) });
    open.textContent = t("open_all");
    open.disabled = !shown.length;
  }

  function toggle() {
    const all = [...list.querySelectorAll("details")];
    const opening = all.some((group) => !group.open);
    for (const group of all) group.open = opening;
    open.textContent = t(opening ? "close_all" : "open_all");
  }

  function go() {
    show();
    element.querySelector("h3").focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  }

  show();
  return {
    element,
    only: (kind) => (kinds.set((chosen.kind = kind)), sheet.set((chosen.sheet = "")), go()),
    sheet: (name) => (sheet.set((chosen.sheet = name)), kinds.set((chosen.kind = "all")), go()),
  };
}

function kindChoice(groups, choose) {
  const name = newId("kind");
  const there = KINDS.filter((kind) => kind === "all" || groups.some((group) => kindOf(group) === kind));
  const inputs = there.map((kind) => el("input", { type: "radio", name, value: kind, checked: kind === "all", onchange: () => choose(kind) }));
  const element = el("fieldset", { class: "segments" },
    el("legend", { class: "visually-hidden" }, t("show")),
    there.map((kind, place) => el("label", {}, inputs[place], el("span", {}, kind === "all" ? "" : sign(kind), t(NAMES[kind])))));
  return { element, set: (kind) => inputs.forEach((input) => (input.checked = input.value === kind)) };
}

function sheetChoice(groups, steps, choose) {
  const there = new Set(groups.flatMap((group) => group.findings.map((finding) => finding.sheet)).filter(Boolean));
  const ordered = [...steps.filter((step) => there.has(step.sheet)).map((step) => [step.sheet, step.title])];
  const known = new Set(ordered.map(([name]) => name));
  for (const name of there) if (!known.has(name)) ordered.push([name, name]);
  const select = el("select", { onchange: () => choose(select.value) }, el("option", { value: "" }, t("all_sheets")), ordered.map(([name, title]) => el("option", { value: name }, title)));
  return { element: el("label", { class: "pick" }, el("span", { class: "visually-hidden" }, t("sheet")), select), set: (name) => (select.value = name) };
}

function groupOf(group) {
  const kind = kindOf(group);
  const places = group.findings.length;
  return el("details", { class: `group ${kind}` },
    el("summary", {},
      el("span", { class: `tag ${kind}` }, sign(kind), t(kind === "accepted" ? "accepted" : group.severity)),
      el("span", { class: "group-title" }, el("span", { class: "group-name" }, group.title), " ", el("span", { class: "rule" }, group.rule)),
      el("span", { class: "group-count" }, places === 1 ? t("one_place") : t("places", { count: number(places) }))),
    el("div", { class: "group-body" },
      el("dl", { class: "advice-list" },
        pair("to_do", group.remedy), pair("why", group.why), group.how === group.remedy ? "" : pair("how", group.how),
        group.accepted ? pair("reason", group.accepted) : "", pair("section", group.section)),
      placesOf(group)));
}

const pair = (key, text) => (text ? el("div", {}, el("dt", {}, t(key)), el("dd", {}, text)) : "");

/** The places of a group as a table; the first dozen, and the rest when asked for. */
function placesOf(group) {
  const body = el("tbody");
  const add = (some) => body.append(...some.map(rowOf));
  add(group.findings.slice(0, FIRST));
  const rest = group.findings.slice(FIRST);
  const more = rest.length
    ? el("button", { class: "button small", type: "button", onclick: () => { const next = body.children[FIRST]; add(rest); more.remove(); (next ?? body.children[FIRST])?.focus(); } }, t("more_places", { count: number(rest.length) }))
    : "";
  return el("div", { class: "places" },
    el("table", {},
      el("caption", { class: "visually-hidden" }, group.title),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("cell")), el("th", { scope: "col" }, t("found")))),
      body),
    more);
}

const rowOf = (finding) =>
  el("tr", { tabindex: "-1" },
    el("th", { scope: "row" }, el("bdi", { class: "place", dir: "ltr" }, placeOf(finding))),
    el("td", {}, finding.message));

/** Sheet and cell as a formula writes them, so that they can be pasted into Excel’s name box. */
function placeOf({ sheet, cell }) {
  if (!sheet) return t("whole_file");
  const plain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;
  return cell ? `${plain}!${cell}` : sheet;
}
