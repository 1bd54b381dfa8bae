// Talks to the safeaudit server: one function a request, and every failure as a Problem: away, token,
// refused or stopped.

import { Problem, file, made } from "../../shared/answers.js";
import { t } from "../../shared/words.js";

const SECONDS = 60;
const SECONDS_FOR_REPORT = 240;

let typed = "";
let running = null;

/** The server writes its token into the page it serves; where people share a server, each types the access code. */
const token = () => typed || document.querySelector('meta[name="safeaudit-token"]')?.content || "";

export const hasToken = () => token() !== "";
export const useCode = (code) => (typed = code);

/** The drop page, already open for this person where the page was served with a token. */
export const webPage = () => (token() ? `/?start=${encodeURIComponent(token())}` : "/");

export const health = () => json("/api/health");
export const texts = (language) => json(`/api/texts?language=${encodeURIComponent(language)}`);
export const guide = (language) => json(`/api/guide?language=${encodeURIComponent(language)}`);

/** A blank workbook as {blob, name}. */
export const blank = async (language) => file(await ask(`/api/file/blank?language=${encodeURIComponent(language)}`, null, SECONDS), "safety-audit.xlsx");

/** Runs a command on the workbook's cells; answers the RESULT. `language` null: that of the workbook. */
export const command = (name, grid, options, language) => json(`/api/command/${name}`, { grid, language, options });

/** The report as {blob, name, draft, notes}. */
export const report = async (grid, wishes) => made(await ask("/api/report", { grid, ...wishes }, SECONDS_FOR_REPORT, true), "safety-audit.docx");

/** Ends the building of a report. */
export const stop = () => running?.abort();

async function json(path, body = null) {
  const answer = await ask(path, body, SECONDS);
  try {
    return await answer.json();
  } catch {
    throw new Problem("away", t("problem.away.text"));
  }
}

async function ask(path, body, seconds, stoppable = false) {
  const control = new AbortController();
  let late = false;
  const clock = setTimeout(() => (late = true) && control.abort(), seconds * 1000);
  if (stoppable) running = control;
  try {
    const answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers: { "X-Safeaudit-Token": token(), ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      signal: control.signal,
      cache: "no-store",
      credentials: "same-origin",
    });
    if (!answer.ok) throw await refusal(answer);
    return answer;
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    if (control.signal.aborted && !late) throw new Problem("stopped", t("problem.stopped.text"));
    throw new Problem("away", t(late ? "problem.slow.text" : "problem.away.text"));
  } finally {
    clearTimeout(clock);
  }
}

async function refusal(answer) {
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401 || answer.status === 403) return new Problem("token", t(typed ? "problem.token.wrong" : "problem.token.text"));
  return new Problem("refused", told.message ?? t("problem.server.text"));
}
