// What is seen on sheets besides the contents of cells: cells joined into one, notes and conversations, text struck through,
// text boxes and pictures. An Excel too old for a question is not asked it, and one that refuses an answer goes without:
// the cells are read all the same.

import { corner, letters, place } from "./addresses.js";

const LONGEST_TEXT = 32_767; // characters; a cell takes no more, and neither does the server
const MOST_ERRORS = 500; // cells of a sheet that are asked whether they are pictures
const ROOM = 30; // columns and lines beyond the used ones in which a shape's place is looked for
const NEAR = 0.5; // points by which a place may be rounded
const PICTURES = new Set(["WebImage", "LocalImage", "NotAvailable"]); // the last is what a picture is to an Excel without a word for it
const STAND_IN = "[Threaded comment]"; // how the note begins that stands in for a conversation
const MERGED = /!\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)/g; // no name of a sheet holds a colon

const knows = (set) => Office.context.requirements?.isSetSupported("ExcelApi", set) ?? false;

/**
 * Reads cells and all that is beside them, in one round trip where there is nothing but cells.
 *
 * `sheets` are {sheet, used}; `cells` loads their cells. Each is given `beside`, its part of what the server takes, and
 * `pictures`, the cells that hold one.
 */
export async function readAll(context, sheets, cells) {
  let read = false;
  const readCells = () => (cells(), () => ((read = true), suspects(sheets)));
  const boxes = [];
  let questions = [readCells, ...sheets.flatMap((each) => aboutSheet(each, boxes)), ...aboutBook(context, sheets)];
  for (const each of sheets) Object.assign(each, { beside: {}, pictures: new Set() });
  while (questions.length) questions = await ask(context, questions);
  if (!read) {
    cells(); // the fault is that of the cells, and told as theirs
    await context.sync();
  }
  for (const { each, kind, text, left, top } of boxes) {
    const cell = cellAt(each, left, top);
    if (kind === "Image") (each.beside.pictures ??= []).push(cell);
    else (each.beside.boxes ??= []).push({ cell, text });
  }
}

/**
 * Asks all questions in one round trip; each queues what it needs and returns what takes the answer, which may give further
 * questions. Excel answers all or none, so those it refuses are found by halves and left out.
 */
async function ask(context, questions) {
  let takers;
  try {
    takers = questions.map((question) => question());
    await context.sync();
  } catch {
    if (questions.length === 1) {
      await context.sync().catch(() => {}); // nothing half asked may spoil the next round trip
      return [];
    }
    const half = Math.ceil(questions.length / 2);
    return [...(await ask(context, questions.slice(0, half))), ...(await ask(context, questions.slice(half)))];
  }
  return takers.flatMap(answered);
}

function answered(take) {
  try {
    return take() ?? [];
  } catch {
    return []; // an answer that is not what was asked for
  }
}

function aboutSheet(each, boxes) {
  const questions = [];
  if (knows("1.13")) questions.push(() => merged(each));
  if (knows("1.9")) questions.push(() => struck(each), () => shapes(each, each.sheet.shapes, boxes));
  return questions;
}

function aboutBook(context, sheets) {
  const byName = new Map(sheets.map((each) => [each.sheet.name, each]));
  const questions = [];
  if (knows("1.18")) questions.push(() => notes(context.workbook.notes, byName));
  if (knows("1.10")) questions.push(() => conversations(context.workbook.comments, byName));
  return questions;
}

// Cells ---------------------------------------------------------------------------------------------------------------

function merged(each) {
  const areas = each.sheet.getRange().getMergedAreasOrNullObject();
  areas.load("address");
  return () => {
    if (areas.isNullObject) return;
    each.beside.merges = [...areas.address.matchAll(MERGED)].map(([, left, top, right, bottom]) => `${left}${top}:${right}${bottom}`);
  };
}

/** A sheet is asked once whether anything on it is struck through; only where something is, its cells are. */
function struck(each) {
  const font = each.sheet.getRange().format.font;
  font.load("strikethrough");
  return () => (font.strikethrough === false || each.used.isNullObject ? [] : [() => struckCells(each)]);
}

function struckCells(each) {
  const told = each.used.getCellProperties({ format: { font: { strikethrough: true } } });
  return () => {
    const partly = [];
    forEachCell(each.used, (value, down, right, name) => {
      const on = told.value[down][right].format?.font?.strikethrough;
      if (on === true) (each.beside.struck ??= []).push(name);
      else if (on !== false && typeof value === "string" && knows("1.18")) partly.push(() => struckPart(each, down, right, name));
    });
    return partly;
  };
}

/** A text of which a part is struck through counts without that part, which is named. */
function struckPart(each, down, right, name) {
  const told = each.used.getCell(down, right).getCellProperties({ textRuns: true });
  return () => {
    const runs = told.value[0][0].textRuns ?? [];
    const words = (on) => runs.filter((run) => (run.font?.strikethrough === true) === on).map((run) => run.text).join("");
    if (!words(true).trim()) return;
    if (words(false).trim()) {
      (each.beside.struck_parts ??= {})[name] = words(true).slice(0, LONGEST_TEXT);
      (each.beside.values ??= {})[name] = words(false);
    } else (each.beside.struck ??= []).push(name);
  };
}

/** A picture placed in a cell looks like an error until its value is asked for in full. */
function suspects(sheets) {
  if (!knows("1.16")) return [];
  return sheets.flatMap((each) => {
    const questions = [];
    forEachCell(each.used, (value, down, right, name) => {
      if (value === "#VALUE!" && each.used.valueTypes[down][right] !== "String") questions.push(() => picture(each, down, right, name));
    });
    return questions.slice(0, MOST_ERRORS);
  });
}

function picture(each, down, right, name) {
  const cell = each.used.getCell(down, right);
  cell.load("valuesAsJson");
  return () => void (PICTURES.has(cell.valuesAsJson[0][0].type) && each.pictures.add(name));
}

function forEachCell(used, see) {
  if (used.isNullObject) return;
  const [column, row] = corner(place(used.address).cell);
  used.values.forEach((cells, down) =>
    cells.forEach((value, right) => value !== "" && see(value, down, right, `${letters(column + right)}${row + down}`)),
  );
}

// Notes ---------------------------------------------------------------------------------------------------------------

function notes(all, byName) {
  all.load("items/content,items/authorName");
  return () =>
    all.items.map((note) => () => {
      const at = note.getLocation();
      at.load("address");
      return () => keep(byName, at.address, unsigned(note.content, note.authorName));
    });
}

/** Excel begins a note with the name of who wrote it; the name is nobody's answer. */
function unsigned(content, author) {
  const text = content.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  const [first, ...rest] = text.split("\n");
  if (text.startsWith(STAND_IN)) return "";
  return author && first.trim() === `${author}:` ? rest.join("\n") : text;
}

function conversations(all, byName) {
  all.load("items/content");
  return () =>
    all.items.map((comment) => () => {
      const at = comment.getLocation();
      at.load("address");
      comment.replies.load("items/content");
      return () => keep(byName, at.address, [comment, ...comment.replies.items].map((each) => each.content).join("\n"));
    });
}

function keep(byName, address, text) {
  const { sheet, cell } = place(address);
  const each = byName.get(sheet);
  if (!each || !text.trim()) return;
  const found = (each.beside.notes ??= {});
  found[cell] = (cell in found ? `${found[cell]}\n${text.trim()}` : text.trim()).slice(0, LONGEST_TEXT);
}

// Text boxes and pictures ---------------------------------------------------------------------------------------------

/** The shapes of a sheet or group. Those in a group lie where the group begins, as they do in the file. */
function shapes(each, all, boxes, group = null) {
  all.load("items/type,items/left,items/top");
  return () =>
    all.items.flatMap((shape) => {
      const { left, top } = group ?? shape;
      const questions = [];
      if (shape.type === "Image") boxes.push({ each, kind: shape.type, left, top });
      else if (shape.type === "GeometricShape") questions.push(() => words(each, shape, boxes, { left, top }));
      else if (shape.type === "Group") questions.push(() => shapes(each, shape.group.shapes, boxes, { left, top }));
      if ((questions.length || shape.type === "Image") && !each.placing && knows("1.10")) {
        each.placing = true;
        questions.push(() => edges(each));
      }
      return questions;
    });
}

function words(each, shape, boxes, { left, top }) {
  shape.textFrame.load("hasText");
  shape.textFrame.textRange.load("text");
  return () => {
    const text = shape.textFrame.hasText ? shape.textFrame.textRange.text.trim().slice(0, LONGEST_TEXT) : "";
    if (text) boxes.push({ each, kind: shape.type, text, left, top });
  };
}

/** Where the columns and lines of a sheet begin: Excel tells where a shape lies, but not over which cell. */
function edges(each) {
  const [columns, rows] = corner(each.used.isNullObject ? "A1" : place(each.used.address.split(":").at(-1)).cell);
  const ask = (count, cell, side) =>
    Array.from({ length: count + ROOM }, (_, number) => {
      const found = cell(number);
      found.load(side);
      return () => found[side];
    });
  const lefts = ask(columns, (number) => each.sheet.getCell(0, number), "left");
  const tops = ask(rows, (number) => each.sheet.getCell(number, 0), "top");
  return () => void (each.edges = { lefts: lefts.map((read) => read()), tops: tops.map((read) => read()) });
}

function cellAt(each, left, top) {
  if (!each.edges) return "A1";
  const last = (starts, place) => Math.max(1, starts.filter((start) => start <= place + NEAR).length);
  return `${letters(last(each.edges.lefts, left))}${last(each.edges.tops, top)}`;
}
