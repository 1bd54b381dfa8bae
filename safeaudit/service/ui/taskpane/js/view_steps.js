// All steps of the audit by part, each with its live completeness; choosing one goes to its sheet.

import { h } from "../../shared/dom.js";
import { number, percent, t } from "../../shared/words.js";
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
  ];
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
        h("span", { class: "step-state" }, t(`state.${live.state}`), live.state === "started" ? ` · ${percent(live.share)}` : "", live.state === "waived" ? "" : ` · ${answers}`),
        live.errors ? h("span", { class: "step-errors" }, icon("error"), t("count.error", { count: number(live.errors) })) : null,
      ),
    ),
  );
}
