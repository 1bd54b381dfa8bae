// Speaks with Excel: reads all cells in two round trips, with what lies beside them in as few more; applies actions in one.

import { corner, letters, place } from "./addresses.js";
import { readAll } from "./beside.js";

const CONSTANTS = new Set(["String", "Integer", "Double", "Boolean"]);
const LETTER = { Empty: "E", String: "S", Integer: "D", Double: "D", Boolean: "B", Error: "X" };
const PICTURE = "P";
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
    const sheets = book.worksheets.items.map((sheet) => ({ sheet, used: null }));
    await readAll(context, sheets, () => sheets.forEach(loadCells));
    protections = new Map(
      sheets.map(({ sheet }) => [sheet.name, sheet.protection.protected ? sheet.protection.options : null]),
    );
    return {
      name: book.name,
      date1904: epoch.value === 0,
      active: place(active.address),
      sheets: sheets.map(asGrid),
      names: Object.fromEntries(
        book.names.items.filter((item) => CONSTANTS.has(item.type)).map((item) => [item.name, item.value]),
      ),
    };
  });

function loadCells(each) {
  each.used = each.sheet.getUsedRangeOrNullObject(true);
  each.used.load("address,values,valueTypes,formulas,numberFormat");
  each.sheet.protection.load("protected,options");
}

function asGrid({ sheet, used, beside, pictures }) {
  const { values: texts = {}, ...seen } = beside;
  const grid = { name: sheet.name, visibility: sheet.visibility, address: "A1", values: [], types: null, formats: null, formulas: {}, ...seen };
  if (used.isNullObject) return grid;
  grid.address = used.address.slice(used.address.lastIndexOf("!") + 1).replaceAll("$", "");
  const [column, row] = corner(grid.address);
  const nameOf = (down, right) => `${letters(column + right)}${row + down}`;
  grid.values = used.values.map((cells, down) => cells.map((value, right) => texts[nameOf(down, right)] ?? value));
  used.formulas.forEach((cells, down) =>
    cells.forEach((formula, right) => {
      // A text that begins with = stands there as itself; a formula differs from what it comes to. That it is one is enough.
      if (typeof formula === "string" && formula.startsWith("=") && formula !== used.values[down][right])
        grid.formulas[nameOf(down, right)] = "=";
    }),
  );
  // Types are sent only where values alone would mislead: an error, a picture and the text “#N/A” look the same.
  if (pictures.size || used.valueTypes.some((cells) => cells.includes("Error")))
    grid.types = used.valueTypes.map((cells, down) =>
      cells.map((type, right) => (pictures.has(nameOf(down, right)) ? PICTURE : (LETTER[type] ?? "S"))),
    );
  // Blank cells at the end of a line say nothing; they are a fifth of all that would be sent.
  if (!grid.types) {
    grid.short_lines = true;
    grid.values.forEach((cells, down) => {
      while (cells.length && cells.at(-1) === "" && !(nameOf(down, cells.length - 1) in grid.formulas)) cells.pop();
    });
  }
  // A format tells a date or a per cent from a plain number; those that are sent say that all others have none.
  used.values.forEach((cells, down) =>
    cells.forEach((value, right) => {
      if (typeof value !== "number") return;
      grid.formats ??= {};
      const format = String(used.numberFormat[down][right]);
      if (format !== "General") grid.formats[nameOf(down, right)] = format.slice(0, LONGEST_FORMAT);
    }),
  );
  return grid;
}

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
