// Help with search over the guide's texts, steps and columns; what leaves this computer; about.

import { h } from "../../shared/dom.js";
import { language, languages, number, t } from "../../shared/words.js";
import { webPage } from "./api.js";
import { icon } from "./dom.js";

const MOST = 30;

export function help(state, act) {
  return [
    h("h2", { id: "view-title", tabindex: "-1" }, t("help.title")),
    h(
      "search",
      {},
      h("label", { for: "help-search" }, t("help.search")),
      h("input", { type: "search", id: "help-search", "data-key": "help-search", autocomplete: "off", "aria-describedby": "help-count", value: state.sought, oninput: (event) => act.set({ sought: event.target.value }) }),
    ),
    state.sought.trim() ? results(state, act) : always(state, act),
  ];
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function results(state, act) {
  const words = fold(state.sought).split(/\s+/).filter(Boolean);
  const found = entries(state.guide).filter((entry) => words.every((word) => entry.folded.includes(word)));
  const named = (entry) => words.every((word) => fold(entry.title).includes(word));
  const hits = [...found.filter(named), ...found.filter((entry) => !named(entry))];
  return [
    h("p", { id: "help-count", role: "status", class: "quiet" }, hits.length ? t("help.found", { count: number(hits.length) }) : t("help.nothing")),
    h("ul", { class: "hits" }, hits.slice(0, MOST).map((hit) => h("li", {}, h("h3", {}, hit.title), h("p", {}, hit.text), hit.sheet ? there(hit, state, act) : null))),
  ];
}

function there(hit, state, act) {
  const live = state.result?.steps.find((step) => step.sheet_id === hit.sheet);
  if (!live) return null;
  return h("button", { type: "button", class: "link", "data-key": `hit-${hit.key}`, onclick: () => act.goTo({ sheet: live.sheet, cell: "" }, "now") }, t("help.go", { sheet: live.sheet }));
}

let indexed = null;

/** Every text of the guide once, with the words to search in; made anew when the guide is another one. */
function entries(guide) {
  if (indexed?.guide === guide) return indexed.list;
  const list = guide.help.map((each) => ({ title: each.title, text: each.text, key: each.title }));
  for (const step of guide.steps) {
    list.push({ title: step.title, text: `${step.purpose} ${step.why}`, sheet: step.sheet_id, key: step.sheet_id });
    for (const column of step.columns)
      list.push({ title: `${step.title} – ${column.label}`, text: column.help, sheet: step.sheet_id, key: `${step.sheet_id}.${column.id}` });
    for (const [id, row] of Object.entries(step.rows ?? {}))
      list.push({ title: `${step.title} – ${row.label}`, text: row.ask, sheet: step.sheet_id, key: id });
  }
  for (const entry of list) entry.folded = fold(`${entry.title} ${entry.text}`);
  indexed = { guide, list };
  return list;
}

function always(state, act) {
  return [
    h(
      "div",
      { class: "topics" },
      state.guide.help.map((each, index) => h("details", {}, h("summary", { "data-key": `help-${index}` }, each.title), h("p", {}, each.text))),
    ),
    state.opens === null ? null : section("opens", opens(state, act)),
    section("privacy", [h("p", {}, t(state.local ? "privacy.local" : "privacy.server")), h("p", {}, t("privacy.care"))]),
    section("keys", [h("p", {}, t("keys.text"))]),
    languages().length > 1
      ? section("language", [
          h("label", { for: "pane-language" }, t("language.label")),
          h("select", { id: "pane-language", "data-key": "pane-language", onchange: (event) => act.speak(event.target.value) }, languages().map((each) => h("option", { value: each.code, selected: each.code === language() }, each.name))),
        ])
      : null,
    section("about", [
      h("p", {}, t("about.text", { version: state.version })),
      h("p", {}, h("a", { href: webPage(), target: "_blank", rel: "noopener" }, t("do.web_page"))),
    ]),
  ];
}

function opens(state, act) {
  return [
    h(
      "div",
      { class: "choice" },
      h("input", {
        type: "checkbox",
        id: "opens",
        "data-key": "opens",
        checked: state.opens,
        "aria-describedby": "opens-text opens-told",
        onchange: (event) => act.openWith(event.target.checked),
      }),
      h("label", { for: "opens" }, t("opens.label")),
      h("p", { id: "opens-text", class: "quiet" }, t("opens.text")),
    ),
    h("div", { id: "opens-told", role: "status" }, told(state.opensTold)),
  ];
}

function told(outcome) {
  if (outcome === "saved") return h("p", { class: "told" }, icon("done"), h("span", {}, t("opens.saved")));
  return outcome === "failed" ? h("p", { class: "field-error" }, icon("error"), t("opens.failed")) : null;
}

const section = (name, children) => h("section", { "aria-labelledby": `help-${name}` }, h("h3", { id: `help-${name}` }, t(`help.${name}`)), children);
