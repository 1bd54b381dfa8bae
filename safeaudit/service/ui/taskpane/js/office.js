// Finds Office: the copy of Office.js that an office placed beside this pane, otherwise Microsoft's.

const OWN = "/static/taskpane/office/office.js";
const MICROSOFT = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";
const PATIENCE = 8000;

/** Whether this page runs inside Excel. */
export async function insideExcel() {
  if (!window.Office) {
    if (!(await script(OWN))) await script(MICROSOFT);
  }
  if (!window.Office) return false;
  const info = await Promise.race([Office.onReady(), new Promise((done) => setTimeout(done, PATIENCE, null))]);
  return info?.host === "Excel";
}

const script = (source) =>
  new Promise((done) => {
    const element = document.createElement("script");
    element.src = source;
    element.onload = () => done(true);
    element.onerror = () => done(false);
    setTimeout(done, PATIENCE, false);
    document.head.append(element);
  });

/** Excel's own look wins over the system's: the dark colours of tokens.css apply where Excel is dark, and only there. */
export function takeTheme() {
  const ground = window.Office?.context?.officeTheme?.bodyBackgroundColor;
  const parts = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(ground ?? "");
  if (!parts) return;
  const [red, green, blue] = parts.slice(1).map((part) => parseInt(part, 16));
  const dark = 0.299 * red + 0.587 * green + 0.114 * blue < 128;
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules)
      if (rule instanceof CSSMediaRule && /prefers-color-scheme/.test(rule.conditionText)) rule.media.mediaText = dark ? "all" : "not all";
}

const OPENS = "Office.AutoShowTaskpaneWithDocument"; // Office's own name; the manifest gives it to this pane

/** Whether this workbook opens the pane by itself; null where Excel has no place to keep that. */
export function opensWithWorkbook() {
  const kept = window.Office?.context?.document?.settings;
  return kept ? String(kept.get(OPENS)) === "true" : null;
}

/** Keeps the choice in the workbook; answers whether Excel took it. People still have to save the file. */
export async function openWithWorkbook(wanted) {
  const kept = window.Office.context.document.settings;
  const put = (on) => (on ? kept.set(OPENS, true) : kept.remove(OPENS));
  const before = opensWithWorkbook();
  try {
    put(wanted);
    const answer = await new Promise((done) => kept.saveAsync(done));
    if (answer.status === "succeeded") return true;
    put(before);
  } catch (fault) {
    console.warn(fault);
  }
  return false;
}

/** The language Excel speaks, for the time before a workbook has been read. */
export const displayLanguage = () => window.Office?.context?.displayLanguage ?? navigator.language ?? "en";
