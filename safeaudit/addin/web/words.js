// The page's texts in its language, fetched once.

let texts = {};
let language = "en";

/** Takes the texts the server gave. */
export function setTexts(given) {
  texts = given.texts;
  language = given.language === "qps" ? "en" : given.language;
}

/** A text by its key, with {names} filled in. */
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** A number as the page's language writes it. */
export const number = (value) => new Intl.NumberFormat(language).format(value);

/** A share from 0 to 1 in per cent, rounded down as the messages do: only what is whole shows 100. */
export const percent = (share) => t("percent", { number: number(Math.floor(share * 100 + 1e-9)) });
