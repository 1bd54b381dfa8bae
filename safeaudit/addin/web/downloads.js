// What can be taken away from a checked workbook: a copy with the findings, and a report.

import { checkedCopy, report } from "./api.js";
import { el, newId } from "./dom.js";
import { t } from "./words.js";

const KINDS = ["strategy", "brief", "findings"];
const AUDIENCES = ["restricted", "public"];

/** The part of a result's card with its downloads. */
export function downloads(file, audit) {
  const title = newId("downloads");
  return el("section", { class: "downloads", "aria-labelledby": title },
    el("h3", { id: title }, t("downloads")),
    copyBlock(file, audit),
    reportBlock(file, audit));
}

function copyBlock(file, audit) {
  const told = el("div", { class: "told", role: "status" });
  const button = el("button", { class: "button", type: "button", onclick: () => fetched(button, told, t("making_copy"), (options) => checkedCopy(file, audit.language, options)) }, t("copy_button"));
  return el("div", { class: "take" }, el("h4", {}, t("copy_title")), el("p", { class: "hint" }, t("copy_note")), button, told);
}

function reportBlock(file, audit) {
  const told = el("div", { class: "told", role: "status" });
  const kind = chooser("report_kind", KINDS.map((code) => [code, t(`kind_${code}`)]));
  const audience = chooser("report_audience", AUDIENCES.map((code) => [code, t(`audience_${code}`)]));
  const languages = [...document.querySelectorAll("#language option")].map((option) => [option.value, option.textContent]);
  const language = languages.length > 1 ? chooser("report_language", languages, audit.language) : null;
  const template = el("input", { type: "file", accept: ".docx", id: newId("template") });
  const button = el("button", { class: "button primary", type: "submit" }, t("report_button"));
  const form = el("form", { class: "report-form", onsubmit: (event) => { event.preventDefault(); build(); } },
    kind.element, audience.element, language?.element ?? "",
    el("div", { class: "field" }, el("label", { for: template.id }, t("report_template")), template),
    button, told);

  function build() {
    const began = Date.now();
    const text = () => t("building", { seconds: Math.round((Date.now() - began) / 1000) });
    const wishes = { kind: kind.value(), audience: audience.value(), language: language?.value() ?? audit.language };
    fetched(button, told, text, (options) => report(file, wishes, template.files[0], options));
  }

  return el("div", { class: "take" }, el("h4", {}, t("report_title")), form);
}

function chooser(key, options, chosen) {
  const select = el("select", { id: newId("choice") }, options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)));
  return { element: el("div", { class: "field" }, el("label", { for: select.id }, t(key)), select), value: () => select.value };
}

/** Asks for a file, says so meanwhile, saves it, and says how it ended; the button stops what it started. */
async function fetched(button, told, text, ask) {
  if (button.dataset.busy) return;
  const stopper = new AbortController();
  const said = typeof text === "function" ? text : () => text;
  const line = el("p", {}, said());
  const ticking = setInterval(() => { line.setAttribute("aria-live", "off"); line.textContent = said(); }, 1000);
  button.dataset.busy = "yes";
  button.setAttribute("aria-disabled", "true");
  told.replaceChildren(line, el("div", { class: "bar-busy", "aria-hidden": "true" }), el("button", { class: "button quiet small", type: "button", onclick: () => stopper.abort() }, t("stop")));
  try {
    const { blob, name, draft } = await ask({ signal: stopper.signal, onbusy: (seconds) => (line.textContent = t("fault_busy", { seconds })) });
    save(blob, name);
    told.replaceChildren(
      el("p", { class: "notice good" }, t(draft ? "saved_draft" : "saved", { file: name })),
      el("button", { class: "button quiet small", type: "button", onclick: () => save(blob, name) }, t("save_again")));
  } catch (problem) {
    told.replaceChildren(el("p", { class: "notice bad", role: "alert" }, problem.message));
  } finally {
    clearInterval(ticking);
    delete button.dataset.busy;
    button.removeAttribute("aria-disabled");
  }
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
