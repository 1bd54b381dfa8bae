// Addresses of cells as Excel writes them, taken apart and put together.

/** {sheet, cell} of an address such as 'DATA GAPS'!D7 or D7:E9. */
export function place(address) {
  const cut = address.lastIndexOf("!");
  const sheet = cut < 0 ? "" : address.slice(0, cut).replace(/^'|'$/g, "").replaceAll("''", "'");
  return { sheet, cell: address.slice(cut + 1).replaceAll("$", "").split(/[:,]/)[0] };
}

/** [column, row] of an address's first cell, both counted from 1; whole columns and rows begin at 1. */
export function corner(address) {
  const [, name, row] = /^([A-Z]*)(\d*)/.exec(address.split(/[:,]/)[0].replaceAll("$", ""));
  let column = 0;
  for (const letter of name) column = column * 26 + letter.charCodeAt(0) - 64;
  return [column || 1, Number(row) || 1];
}

/** The letters of a column counted from 1. */
export function letters(column) {
  let name = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
