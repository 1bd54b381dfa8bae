// The fixed texts in one language, and numbers as that language writes them.

let current = { language: "en", direction: "ltr", languages: [], texts: {} };

/** Takes what GET /api/texts answered. */
export const take = (answer) => (current = answer);

export const language = () => current.language;
export const languages = () => current.languages;

/** The text of a key with its {names} filled in. */
export function t(key, values = {}) {
  const text = current.texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const number = (value) => new Intl.NumberFormat(locale(current.language)).format(value);
/** 99.6 % is not all of it: only a full share reads 100 %. */
export const percent = (share) => t("percent", { number: number(share < 1 ? Math.min(99, Math.floor(share * 100 + 0.5)) : 100) });
/** The three shares as a text names them. */
export const told = ({ known, not_known, waived }) => ({ known: percent(known), not_known: percent(not_known), waived: percent(waived) });

/** The pseudo-language has no BCP 47 code of its own. */
export const locale = (code) => (code === "qps" ? "en" : code);
