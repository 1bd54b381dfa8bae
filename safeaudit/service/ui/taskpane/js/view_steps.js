// All steps of the audit by part, each with its live shares, and the lists of the framework; choosing one goes to its sheet.

import { h } from "../../shared/dom.js";
import { number, t, told } from "../../shared/words.js";
import { icon } from "./dom.js";

export function steps(state, act) {
  const { guide, result } = state;
  const live = new Map(result.steps.map((step) => [step.sheet_id, step]));
  return [
    h("h2", { id: "view-title", tabindex: "-1" }, t("steps.title")),
    h("p", {}, t("steps.text", { done: number(result.steps.filter((step) => ["done", "waived"].includes(step.state)).length), total: number(result.steps.length) })),
    guide.parts.map((part) => {
      const inside = guide.steps.filter((step) => step.part === part.id && live.has(step.sheet_id));
      if (!inside.length) return null;
      return h(
        "section",
        { "aria-labelledby": `part-${part.id}` },
        h("h3", { id: `part-${part.id}`, class: "part" }, part.title),
        h("ol", { class: "steps" }, inside.map((step) => line(step, live.get(step.sheet_id), state, act))),
      );
    }),
    h(
      "section",
      { "aria-labelledby": "lists-title" },
      h("h3", { id: "lists-title", class: "part" }, t("lists.title")),
      h("p", {}, t("lists.text")),
      h("ol", { class: "steps" }, result.lists.map((list) => listed(list, act))),
    ),
  ];
}

function listed(list, act) {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "step", "data-key": `list-${list.key}`, onclick: () => act.goTo({ sheet: list.sheet, cell: "" }, "now") },
      h(
        "span",
        { class: "step-text" },
        h("span", { class: "step-title" }, `${list.key} · ${list.title}`),
        h("span", { class: "step-state" }, t("pane.shares", told(list.shares))),
        list.open.length ? h("span", { class: "step-state" }, t("lists.open", { items: list.open.join(" · ") })) : null,
      ),
    ),
  );
}

function line(step, live, state, act) {
  const current = state.here.step === step.sheet_id;
  const answers = live.expected ? t("step.answers", { answered: number(live.answered), expected: number(live.expected) }) : t("step.nothing_asked");
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: `step ${live.state}`,
        "data-key": `step-${step.sheet_id}`,
        "aria-current": current ? "step" : null,
        onclick: () => act.goTo({ sheet: live.sheet, cell: "" }, "now"),
      },
      icon(live.state),
      h(
        "span",
        { class: "step-text" },
        h("span", { class: "step-title" }, step.title),
        h("span", { class: "step-state" }, t(`state.${live.state}`), live.state === "waived" ? "" : ` · ${answers}`),
        live.state === "waived" ? null : h("span", { class: "step-state" }, t("pane.shares", told(live.shares))),
        live.errors ? h("span", { class: "step-errors" }, icon("error"), t("count.error", { count: number(live.errors) })) : null,
      ),
    ),
  );
}
