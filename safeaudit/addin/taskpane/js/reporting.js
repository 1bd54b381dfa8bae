// Builds the report: reads the workbook, waits for the server, hands the file to the browser.

import * as api from "./api.js";
import { readWorkbook } from "./excel.js";
import { t } from "./texts.js";

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
    const { blob, name, draft } = await api.report(grid, { ...wishes, template: template?.base64 ?? null });
    act.set({ built: { name, draft: draft && wishes.kind !== "findings", size: blob.size, url: URL.createObjectURL(blob) } });
  } catch (fault) {
    const known = fault instanceof api.Problem;
    if (!known) console.error(fault);
    if (known && fault.kind === "token") act.refused(fault);
    else act.set({ reportError: known ? fault.message : t("problem.excel.text") });
  } finally {
    act.set({ building: null });
    // The way on: the file, or the button to try again.
    (document.querySelector('[data-key="download"]') ?? document.querySelector('[data-key="build"]'))?.focus();
  }
}

/** Hands a file to the browser at once. */
export function handOver({ blob, name }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
