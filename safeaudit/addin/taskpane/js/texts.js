// The fixed texts in the language of the workbook, and numbers as that language writes them.

let current = { language: "en", direction: "ltr", languages: [], texts: {} };

/** Takes what GET /api/texts answered and turns the page to that language and direction. */
export function use(answer) {
  current = answer;
  document.documentElement.lang = locale(answer.language);
  document.documentElement.dir = answer.direction;
}

export const language = () => current.language;
export const languages = () => current.languages;

/** The text of a key with its {names} filled in. */
export function t(key, values = {}) {
  const text = current.texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const number = (value) => new Intl.NumberFormat(locale(current.language)).format(value);
/** 99.6 % is not all of it: only a full share reads 100 %. */
export const percent = (share) => t("pane.percent", { number: number(share < 1 ? Math.floor(share * 100) : 100) });

/** The pseudo-language has no BCP 47 code of its own. */
const locale = (code) => (code === "qps" ? "en" : code);
