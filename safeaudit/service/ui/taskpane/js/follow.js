// Follows the selected cell: which step, column and row it belongs to, read from the sheet's own hidden IDs.

import { corner, letters, place } from "./addresses.js";

const PAUSE = 150; // milliseconds after the last move: arrow keys run through many cells
const ID_ROWS = 40; // the server looks for column IDs in as many rows
const ID_COLUMNS = 3;
const LAST_COLUMN = "CZ";

/** The IDs read from each sheet's top, by worksheet id; forgotten when the sheet's shape may have changed. */
const known = new Map();
let waiting = 0;

/** Calls `moved` with {sheet, cell, step, column, row} after each move, and `changed` when answers change. */
export async function follow(moved, changed) {
  const look = (worksheetId, address) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => here(worksheetId, address).then(moved, () => {}), PAUSE);
  };
  await Excel.run(async (context) => {
    const sheets = context.workbook.worksheets;
    sheets.onSelectionChanged.add(async (event) => look(event.worksheetId, event.address));
    sheets.onActivated.add(async (event) => look(event.worksheetId, null));
    sheets.onChanged.add(async (event) => {
      if (event.changeType && event.changeType !== "RangeEdited") known.delete(event.worksheetId);
      changed(event);
    });
    await context.sync();
  });
}

/** Where the given (or the active) cell is; IDs that are not ours are left to the guide to pass over. */
export const here = (worksheetId = null, address = null) =>
  Excel.run(async (context) => {
    const book = context.workbook;
    const sheet = worksheetId ? book.worksheets.getItem(worksheetId) : book.worksheets.getActiveWorksheet();
    const cell = address ? null : book.getActiveCell();
    cell?.load("address");
    sheet.load("id,name");
    let ids = known.get(worksheetId);
    const top = ids ? null : sheet.getRange(`A1:${LAST_COLUMN}${ID_ROWS}`);
    top?.load("values");
    const line = address ? rowStart(sheet, address) : null;
    await context.sync();
    if (top) known.set(sheet.id, (ids = idsOf(top.values)));
    const found = address ? place(address).cell : place(cell.address).cell;
    const start = line ?? rowStart(sheet, found);
    if (!line) await context.sync();
    const [column] = corner(found);
    return { sheet: sheet.name, cell: found, step: ids.step, ...cellOf(ids, column, start.values[0]) };
  });

/** The first cells of a row: the row's ID stands in one of them, wherever rows have moved. */
function rowStart(sheet, address) {
  const [, row] = corner(address);
  const range = sheet.getRange(`A${row}:${letters(ID_COLUMNS)}${row}`);
  range.load("values");
  return range;
}

/** The mark of the sheet, and the row of column IDs: the one that begins with #. */
function idsOf(values) {
  const step = values.slice(0, 5).flatMap((row) => row.slice(0, ID_COLUMNS)).find((value) => /^[A-Z][A-Z_]+$/.test(value)) ?? null;
  for (const row of values) {
    const idColumn = row.slice(0, ID_COLUMNS).indexOf("#");
    if (idColumn >= 0) return { step, idColumn, columns: row.map(String) };
  }
  return { step, idColumn: 0, columns: [] };
}

function cellOf(ids, column, start) {
  const row = String(start[ids.idColumn] ?? "");
  const id = ids.columns[column - 1] ?? "";
  // In a form each line is a column of the record, and the answers stand in one column beside the questions.
  if (ids.columns.includes("answer")) return { column: row || null, row: null };
  return { column: id && id !== "#" && !id.startsWith("_") ? id : null, row: row || null };
}

/** The sheets have moved under the pane, as after a command: read the IDs anew. */
export const forget = () => known.clear();
