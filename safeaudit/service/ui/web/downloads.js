// What can be taken away from a checked workbook: a copy with the findings, and a report.

import { save } from "../shared/answers.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/words.js";
import { checkedCopy, hasPassword, report } from "./api.js";
import { newId } from "./dom.js";

const KINDS = ["strategy", "council", "brief", "findings", "rapid", "what-we-have"];
const AUDIENCES = ["restricted", "public"];

/** The part of a result's card with its downloads. */
export function downloads(file, audit) {
  const title = newId("downloads");
  return h("section", { class: "downloads", "aria-labelledby": title },
    h("h3", { id: title }, t("downloads")),
    copyBlock(file, audit),
    reportBlock(file, audit));
}

function copyBlock(file, audit) {
  const told = h("div", { class: "told", role: "status" });
  const button = h("button", { class: "button", type: "button", onclick: () => fetched(button, told, t("making_copy"), (options) => checkedCopy(file, audit.language, options)) }, t("copy_button"));
  return h("div", { class: "take" }, h("h4", {}, t("copy_title")), h("p", { class: "hint" }, copyNote(file)), button, told);
}

/** What the copy is like: of an OpenDocument file it is built anew; of a protected one it has no password. */
const copyNote = (file) =>
  [t(/\.o[dt]s$/i.test(file.name) ? "copy_rebuilt" : "copy_note"), hasPassword(file) ? t("copy_unlocked") : ""].join(" ").trim();

function reportBlock(file, audit) {
  const told = h("div", { class: "told", role: "status" });
  const kind = chooser("report_kind", KINDS.map((code) => [code, t(`kind_${code}`)]));
  const audience = chooser("report_audience", AUDIENCES.map((code) => [code, t(`audience_${code}`)]));
  const languages = [...document.querySelectorAll("#language option")].map((option) => [option.value, option.textContent]);
  const language = languages.length > 1 ? chooser("report_language", languages, audit.language) : null;
  const template = h("input", { type: "file", accept: ".docx", id: newId("template") });
  const button = h("button", { class: "button primary", type: "submit" }, t("report_button"));
  const form = h("form", { class: "report-form", onsubmit: (event) => { event.preventDefault(); build(); } },
    kind.element, audience.element, language?.element ?? "",
    h("div", { class: "field" }, h("label", { for: template.id }, t("report_template")), template),
    button, told);

  function build() {
    const began = Date.now();
    const text = () => t("building", { seconds: Math.round((Date.now() - began) / 1000) });
    const wishes = { kind: kind.value(), audience: audience.value(), language: language?.value() ?? audit.language };
    fetched(button, told, text, (options) => report(file, wishes, template.files[0], options));
  }

  return h("div", { class: "take" }, h("h4", {}, t("report_title")), form);
}

function chooser(key, options, chosen) {
  const select = h("select", { id: newId("choice") }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  return { element: h("div", { class: "field" }, h("label", { for: select.id }, t(key)), select), value: () => select.value };
}

/** Asks for a file, says so meanwhile, saves it, and says how it ended; the button stops what it started. */
async function fetched(button, told, text, ask) {
  if (button.dataset.busy) return;
  const stopper = new AbortController();
  const said = typeof text === "function" ? text : () => text;
  const line = h("p", {}, said());
  const ticking = setInterval(() => { line.setAttribute("aria-live", "off"); line.textContent = said(); }, 1000);
  button.dataset.busy = "yes";
  button.setAttribute("aria-disabled", "true");
  told.replaceChildren(line, h("div", { class: "bar-busy", "aria-hidden": "true" }), h("button", { class: "button quiet small", type: "button", onclick: () => stopper.abort() }, t("stop")));
  try {
    const { blob, name, draft, notes } = await ask({ signal: stopper.signal, onbusy: (seconds) => (line.textContent = t("fault_busy", { seconds })) });
    save({ blob, name });
    told.replaceChildren(
      h("p", { class: "notice good" }, t(draft ? "saved_draft" : "saved", { file: name })),
      ...(notes ? [h("p", { class: "notice" }, notes)] : []),
      h("button", { class: "button quiet small", type: "button", onclick: () => save({ blob, name }) }, t("save_again")));
  } catch (problem) {
    told.replaceChildren(h("p", { class: "notice bad", role: "alert" }, problem.message));
  } finally {
    clearInterval(ticking);
    delete button.dataset.busy;
    button.removeAttribute("aria-disabled");
  }
}
