// Builds the report: reads the workbook, waits for the server, hands the file to the browser.

import { Problem } from "../../shared/answers.js";
import { t } from "../../shared/words.js";
import * as api from "./api.js";
import { readWorkbook } from "./excel.js";

const LARGEST = 10 * 1024 * 1024; // the server takes no larger template

/** [template, what is wrong with it]: {name, base64} of the file a person chose. */
export async function chosenTemplate(file) {
  if (!file) return [null, ""];
  if (!/\.docx$/i.test(file.name)) return [null, t("report.template.not_word", { file: file.name })];
  if (file.size > LARGEST) return [null, t("report.template.large", { file: file.name })];
  const url = await new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = fail;
    reader.readAsDataURL(file);
  });
  return [{ name: file.name, base64: url.slice(url.indexOf(",") + 1) }, ""];
}

export async function buildReport(state, act) {
  if (state.building) return;
  if (state.built) URL.revokeObjectURL(state.built.url);
  act.set({ building: "reading", built: null, reportError: "" });
  document.querySelector('[data-key="build-stop"]')?.focus();
  try {
    const grid = await readWorkbook();
    act.set({ building: "writing" });
    const { template, ...wishes } = state.wishes;
    const { blob, name, draft, notes } = await api.report(grid, { ...wishes, ...sent(template) });
    act.set({ built: { name, notes, draft: draft && wishes.kind !== "findings", size: blob.size, url: URL.createObjectURL(blob) } });
  } catch (fault) {
    const known = fault instanceof Problem;
    if (!known) console.error(fault);
    if (known && fault.kind === "token") act.refused(fault);
    else act.set({ reportError: known ? fault.message : t("problem.excel.text") });
  } finally {
    act.set({ building: null });
    // The way on: the file, or the button to try again.
    (document.querySelector('[data-key="download"]') ?? document.querySelector('[data-key="build"]'))?.focus();
  }
}

/** What the server is told of the chosen template: its content, and the name to use for it in a message. */
const sent = (template) => ({ template: template?.base64 ?? null, template_name: template?.name.slice(0, 255) ?? "" });
