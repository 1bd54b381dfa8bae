// The only module that speaks with Excel: reads all sheets in two round trips, applies actions in one.

const CONSTANTS = new Set(["String", "Integer", "Double", "Boolean"]);
const LETTER = { Empty: "E", String: "S", Integer: "D", Double: "D", Boolean: "B", Error: "X" };
const LONGEST_FORMAT = 255; // characters; Excel itself takes no more

/** How each sheet was protected when it was last read: actions lift it and put it back. */
let protections = new Map();

/** The whole workbook as the server's grid. */
export const readWorkbook = () =>
  Excel.run(async (context) => {
    const book = context.workbook;
    const active = book.getActiveCell();
    const epoch = book.functions.date(1904, 1, 1); // 0 where dates count from 1904: there is no property that says so
    book.load("name");
    book.names.load("items/name,items/type,items/value");
    book.worksheets.load("items/name,items/visibility");
    active.load("address");
    epoch.load("value");
    await context.sync();
    const sheets = book.worksheets.items.map((sheet) => {
      const used = sheet.getUsedRangeOrNullObject(true);
      used.load("address,values,valueTypes,formulas,numberFormat");
      sheet.protection.load("protected,options");
      return { sheet, used };
    });
    await context.sync();
    protections = new Map(
      sheets.map(({ sheet }) => [sheet.name, sheet.protection.protected ? sheet.protection.options : null]),
    );
    return {
      name: book.name,
      date1904: epoch.value === 0,
      active: place(active.address),
      sheets: sheets.map(({ sheet, used }) => asGrid(sheet, used)),
      names: Object.fromEntries(
        book.names.items.filter((item) => CONSTANTS.has(item.type)).map((item) => [item.name, item.value]),
      ),
    };
  });

function asGrid(sheet, used) {
  const grid = { name: sheet.name, visibility: sheet.visibility, address: "A1", values: [], types: null, formats: null, formulas: {} };
  if (used.isNullObject) return grid;
  grid.address = used.address.slice(used.address.lastIndexOf("!") + 1).replaceAll("$", "");
  grid.values = used.values;
  const [column, row] = corner(grid.address);
  used.formulas.forEach((cells, down) =>
    cells.forEach((formula, right) => {
      // A text that begins with = stands there as itself; a formula differs from what it comes to. That it is one is enough.
      if (typeof formula === "string" && formula.startsWith("=") && formula !== used.values[down][right])
        grid.formulas[`${letters(column + right)}${row + down}`] = "=";
    }),
  );
  // Types are sent only where values alone would mislead: an error and the text “#N/A” look the same.
  if (used.valueTypes.some((cells) => cells.includes("Error")))
    grid.types = used.valueTypes.map((cells) => cells.map((type) => LETTER[type] ?? "S"));
  // A format tells a date from a number, so it is sent beside numbers, and only where one has a format.
  const formats = used.values.map((cells, down) => cells.map((value, right) => formatOf(value, used.numberFormat[down][right])));
  if (formats.some((cells) => cells.some(Boolean))) grid.formats = formats;
  return grid;
}

const formatOf = (value, format) => (typeof value === "number" && format !== "General" ? String(format).slice(0, LONGEST_FORMAT) : "");

/** Does what the server asked for, in one round trip. */
export async function apply(actions) {
  if (!actions.length) return;
  const opened = new Map();
  try {
    await Excel.run(async (context) => {
      for (const action of actions) {
        const sheet = context.workbook.worksheets.getItem(action.sheet);
        if (action.kind === "write" || action.kind === "clear") lift(sheet, action.sheet, opened);
        perform(sheet, action);
      }
      for (const [name, options] of opened) context.workbook.worksheets.getItem(name).protection.protect(options);
      await context.sync();
    });
  } catch (fault) {
    await restore(opened);
    throw fault;
  }
}

function perform(sheet, action) {
  const range = action.address ? sheet.getRange(action.address) : null;
  switch (action.kind) {
    case "write":
      range.values = action.values.map((row) => row.map(asEntry));
      break;
    case "clear":
      range.clear("Contents");
      break;
    case "activate":
      sheet.visibility = "Visible";
      sheet.activate();
      range?.select();
      break;
    case "show_sheet":
      sheet.visibility = "Visible";
      sheet.activate();
      break;
  }
}

/** Excel reads “=1”, “12” or “May 2026” as formula, number and date; the mark in front keeps every text a text. */
const asEntry = (value) => (typeof value === "string" && value !== "" ? `'${value}` : (value ?? ""));

function lift(sheet, name, opened) {
  const options = protections.get(name);
  if (!options || opened.has(name)) return;
  sheet.protection.unprotect();
  opened.set(name, options);
}

/** A round trip that failed half-way must not leave a sheet open. */
async function restore(opened) {
  if (!opened.size) return;
  await Excel.run(async (context) => {
    const sheets = [...opened].map(([name, options]) => [context.workbook.worksheets.getItem(name), options]);
    for (const [sheet] of sheets) sheet.protection.load("protected");
    await context.sync();
    for (const [sheet, options] of sheets) if (!sheet.protection.protected) sheet.protection.protect(options);
    await context.sync();
  }).catch(() => {});
}

/** Goes to a cell; a hidden sheet is shown first. */
export const goTo = (sheet, cell) => apply([{ kind: "activate", sheet, address: cell || "A1" }]);

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

export function letters(column) {
  let name = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
