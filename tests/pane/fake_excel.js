// A small Excel of our own for tests: objects that queue, load and sync as Office.js does, over cells of a real workbook.
// window.__workbook holds the cells ({name, date1904, names, sheets}), window.__fake is what tests use to act as the person.

(() => {
  const book = window.__workbook;
  const fake = { syncs: [], notLoaded: [], log: [], refuse: null, saved: null, refuseSettings: false, handlers: { selection: [], activated: [], changed: [] } };
  window.__fake = fake;

  // Cells ------------------------------------------------------------------------------------------------------------

  const numberOf = (name) => [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const lettersOf = (column) => (column ? lettersOf(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26)) : "");
  const cellOf = (address) => {
    const match = /^\$?([A-Z]{1,3})\$?(\d+)$/.exec(address);
    if (!match) throw fault("InvalidArgument", `no address: ${address}`);
    return { column: numberOf(match[1]), row: Number(match[2]) };
  };
  const areaOf = (address) => {
    const [first, last = first] = address.split(":");
    const [from, to] = [cellOf(first), cellOf(last)];
    return { top: from.row, left: from.column, bottom: to.row, right: to.column };
  };
  const nameOf = (area) => {
    const first = `${lettersOf(area.left)}${area.top}`;
    const last = `${lettersOf(area.right)}${area.bottom}`;
    return first === last ? first : `${first}:${last}`;
  };
  const quoted = (name) => (/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`);
  const typeOf = (cell) => {
    if (!cell || cell.value === "") return "Empty";
    if (cell.error) return "Error";
    return { number: "Double", boolean: "Boolean", string: "String" }[typeof cell.value];
  };
  const WIDTH = 48; // points of every column
  const HEIGHT = 15; // points of every line
  const WHOLE = { top: 1, left: 1, bottom: 1_048_576, right: 16_384 };
  const SETS = book.sets ?? "1.18"; // the newest set of functions this Excel knows
  const later = (one, other) => one.split(".").reduce((order, part, index) => order || part - other.split(".")[index], 0) > 0;
  const since = (set, run) => (...given) => {
    if (later(set, SETS)) throw fault("ApiNotFound", `not before ExcelApi ${set}`);
    return run(...given);
  };
  const sheetNamed = (name) => book.sheets.find((sheet) => sheet.name === name);

  /** What Excel makes of an entry: a mark in front keeps text, otherwise numbers, dates and formulas are recognised. */
  function entered(value) {
    if (typeof value !== "string") return { value };
    if (value.startsWith("'")) return { value: value.slice(1) };
    if (/^[=+\-@]/.test(value)) return { value: "#NAME?", error: true, formula: value };
    if (value.trim() !== "" && !Number.isNaN(Number(value))) return { value: Number(value) };
    if (/^(true|false)$/i.test(value)) return { value: value.toLowerCase() === "true" };
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return { value: Math.round(Date.parse(value) / 864e5) + 25569 };
    return { value };
  }

  function put(sheet, row, column, value) {
    const key = `${lettersOf(column)}${row}`;
    if (value === "") delete sheet.cells[key];
    else sheet.cells[key] = entered(value);
    // A day typed into a cell without a format gets one.
    if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) sheet.formats[key] ??= "yyyy-mm-dd";
    fake.log.push({ sheet: sheet.name, cell: key, value: value === "" ? null : sheet.cells[key].value });
  }

  function usedOf(sheet) {
    const places = Object.keys(sheet.cells).map(cellOf);
    if (!places.length) return null;
    const rows = places.map((each) => each.row);
    const columns = places.map((each) => each.column);
    const low = (list) => list.reduce((a, b) => Math.min(a, b));
    const high = (list) => list.reduce((a, b) => Math.max(a, b));
    return { top: low(rows), bottom: high(rows), left: low(columns), right: high(columns) };
  }

  function matrix(area, read) {
    const rows = [];
    for (let row = area.top; row <= area.bottom; row++) {
      const line = [];
      for (let column = area.left; column <= area.right; column++) line.push(read(`${lettersOf(column)}${row}`));
      rows.push(line);
    }
    return rows;
  }

  // Objects that queue -----------------------------------------------------------------------------------------------

  function fault(code, message) {
    return Object.assign(new Error(message), { name: "RichApi.Error", code });
  }

  /** An object whose properties can be read only after load and sync; `facts` finds each when the queue runs. */
  function proxy(context, facts, methods = {}, setters = {}) {
    const loaded = new Map();
    const object = {
      load(wanted) {
        const names = (Array.isArray(wanted) ? wanted : String(wanted ?? "").split(",")).map((name) => name.trim());
        context.queue.push({ reads: true, run: () => names.forEach((name) => loaded.set(name.split("/")[0], take(name))) });
        return object;
      },
      ...methods,
    };
    function take(name) {
      const [first, ...rest] = name.split("/");
      const found = facts[first];
      if (!found) throw fault("InvalidArgument", `no property ${name}`);
      return found(rest.join("/"), loaded.get(first));
    }
    for (const name of Object.keys(facts)) {
      Object.defineProperty(object, name, {
        enumerable: true,
        get() {
          if (name === "isNullObject") return facts.isNullObject();
          if (!loaded.has(name)) {
            fake.notLoaded.push(name);
            throw fault("PropertyNotLoaded", `The property '${name}' is not available. Before reading the property's value, call the load method and call "context.sync()".`);
          }
          return loaded.get(name);
        },
        set(value) {
          if (!setters[name]) throw fault("InvalidArgument", `${name} cannot be set`);
          context.queue.push({ writes: true, run: () => setters[name](value) });
        },
      });
    }
    return object;
  }

  const command = (context, run) => () => void context.queue.push({ writes: true, run });

  function rangeOf(context, sheet, area) {
    const cells = () => sheet().cells;
    const place = () => (typeof area === "function" ? area() : area);
    let missing = false;
    const guard = () => {
      const { protected: on, unlocked } = sheet();
      if (on && matrix(place(), (key) => unlocked.includes(key)).flat().includes(false)) throw fault("AccessDenied", "protected sheet");
    };
    return proxy(
      context,
      {
        isNullObject: () => missing,
        address: () => ((missing = !place()) ? undefined : `${quoted(sheet().name)}!${nameOf(place())}`),
        values: () => (place() ? matrix(place(), (key) => cells()[key]?.value ?? "") : undefined),
        valueTypes: () => (place() ? matrix(place(), (key) => typeOf(cells()[key])) : undefined),
        numberFormat: () => (place() ? matrix(place(), (key) => sheet().formats[key] ?? "General") : undefined),
        formulas: () => (place() ? matrix(place(), (key) => cells()[key]?.formula ?? cells()[key]?.value ?? "") : undefined),
        valuesAsJson: since("1.16", () => matrix(place(), (key) => asJson(cells()[key]))),
        left: since("1.10", () => (place().left - 1) * WIDTH),
        top: since("1.10", () => (place().top - 1) * HEIGHT),
      },
      {
        format: { font: proxy(context, { strikethrough: () => struckIn(sheet(), place()) }) },
        getCell: (down, right) =>
          rangeOf(context, sheet, () => {
            const { top, left } = place();
            return { top: top + down, bottom: top + down, left: left + right, right: left + right };
          }),
        getCellProperties: (wanted) => {
          const told = {};
          context.queue.push({ reads: true, run: since("1.9", () => (told.value = matrix(place(), (key) => lookOf(sheet(), key, wanted)))) });
          return told;
        },
        getMergedAreasOrNullObject: () =>
          proxy(context, {
            isNullObject: () => !sheet().merges?.length,
            address: since("1.13", () => {
              const { merges = [] } = sheet();
              if (merges.length > 512) throw fault("InvalidOperation", "too many areas");
              return merges.length ? merges.map((area) => `${quoted(sheet().name)}!${area}`).join(",") : undefined;
            }),
          }),
        select: command(context, () => select(sheet().name, nameOf(place()))),
        clear: (what) => {
          if (what !== "Contents") throw fault("InvalidArgument", "formats would go as well");
          command(context, () => (guard(), matrix(place(), (key) => put(sheet(), cellOf(key).row, cellOf(key).column, ""))))();
        },
      },
      {
        values: (rows) => {
          guard();
          const { top, left, bottom, right } = place();
          if (rows.length !== bottom - top + 1 || rows.some((row) => row.length !== right - left + 1)) throw fault("InvalidArgument", "other size");
          rows.forEach((row, down) => row.forEach((value, across) => put(sheet(), top + down, left + across, value)));
        },
      },
    );
  }

  const asJson = (cell) => {
    if (cell?.picture) return { type: cell.picture, basicType: "Error", basicValue: "#VALUE!" };
    return { type: typeOf(cell), basicValue: cell?.value ?? "" };
  };

  /** Whether a cell is struck through: yes, no, or in part, which is null. */
  function strikeOf(sheet, key) {
    if (sheet.cells[key]?.runs) return null;
    return (sheet.struck ?? []).includes(key);
  }

  function struckIn(sheet, area) {
    const one = area.top === area.bottom && area.left === area.right;
    if (one) return strikeOf(sheet, nameOf(area));
    return sheet.struck?.length || Object.values(sheet.cells).some((cell) => cell.runs) ? null : false;
  }

  function lookOf(sheet, key, wanted) {
    const look = {};
    if (wanted.format?.font?.strikethrough) look.format = { font: { strikethrough: strikeOf(sheet, key) } };
    if (wanted.textRuns) look.textRuns = since("1.18", () => (sheet.cells[key]?.runs ?? []).map(([text, strikethrough]) => ({ text, font: { strikethrough } })))();
    return look;
  }

  /** Shapes, of a sheet or of a group; what a shape of another kind has not is refused when it is asked for. */
  function shapesOf(context, list) {
    return proxy(context, { items: since("1.9", itemsOf(context, list, (shape) => shapeOf(context, shape))) });
  }

  function shapeOf(context, shape) {
    const only = (type, run) => () => {
      if (shape.type !== type || shape.refuses) throw fault("InvalidArgument", `no ${type}`);
      return run();
    };
    const text = proxy(context, { text: only("GeometricShape", () => shape.text) });
    return proxy(
      context,
      { type: () => shape.type, left: () => (shape.column - 1) * WIDTH + 2, top: () => (shape.row - 1) * HEIGHT + 2 },
      {
        textFrame: Object.assign(proxy(context, { hasText: only("GeometricShape", () => shape.text !== "") }), { textRange: text }),
        group: { shapes: shapesOf(context, shape.shapes ?? []) },
      },
    );
  }

  const locationOf = (context, each) => () => rangeOf(context, () => sheetNamed(each.sheet), areaOf(each.cell));

  /** All notes or conversations of the book. */
  function remarksOf(context, set, part, make) {
    const all = book.sheets.flatMap((sheet) => (sheet[part] ?? []).map((each) => ({ ...each, sheet: sheet.name })));
    return proxy(context, { items: since(set, itemsOf(context, all, (each) => make(each))) });
  }

  const noteOf = (context) => (each) =>
    proxy(context, { content: () => each.content, authorName: () => each.author }, { getLocation: locationOf(context, each) });

  const conversationOf = (context) => (each) =>
    proxy(
      context,
      { content: () => each.content, authorName: () => each.author },
      {
        getLocation: locationOf(context, each),
        replies: proxy(context, { items: itemsOf(context, each.replies, (reply) => proxy(context, { content: () => reply })) }),
      },
    );

  function sheetOf(context, find) {
    return proxy(
      context,
      {
        id: () => find().id,
        name: () => find().name,
        visibility: () => find().visibility,
      },
      {
        protection: proxy(
          context,
          { protected: () => find().protected, options: () => ({ ...find().options }) },
          {
            unprotect: command(context, () => {
              if (find().password) throw fault("AccessDenied", "password");
              find().protected = false;
            }),
            protect: (options) => command(context, () => Object.assign(find(), { protected: true, options }))(),
          },
        ),
        getRange: (address) => rangeOf(context, find, address === undefined ? WHOLE : areaOf(address)),
        getCell: (down, right) => rangeOf(context, find, { top: down + 1, bottom: down + 1, left: right + 1, right: right + 1 }),
        shapes: shapesOf(context, () => find().shapes ?? []),
        getUsedRangeOrNullObject: (valuesOnly) => {
          if (!valuesOnly) throw fault("InvalidArgument", "formats would count as used");
          return rangeOf(context, find, () => usedOf(find()));
        },
        activate: command(context, () => {
          if (find().visibility !== "Visible") throw fault("InvalidOperation", "hidden sheet");
          if (book.active.sheet !== find().name) select(find().name, find().selected ?? "A1");
        }),
      },
      { visibility: (value) => (find().visibility = value) },
    );
  }

  const existing = (test) => () => {
    const found = book.sheets.find(test);
    if (!found) throw fault("ItemNotFound", "no such sheet");
    return found;
  };

  /** A collection's items, made once in a context; loading a path loads it for each of them. */
  function itemsOf(context, list, make) {
    const items = [];
    return (path) => {
      if (!items.length) items.push(...(typeof list === "function" ? list() : list).map(make));
      const mark = context.queue.length;
      items.forEach((item) => item.load(path));
      context.queue.splice(mark).forEach((step) => step.run());
      return items;
    };
  }

  function worksheets(context) {
    return proxy(
      context,
      { items: itemsOf(context, book.sheets, (sheet) => sheetOf(context, () => sheet)) },
      {
        getItem: (key) => sheetOf(context, existing((sheet) => sheet.id === key || sheet.name === key)),
        getActiveWorksheet: () => sheetOf(context, () => sheetNamed(book.active.sheet)),
        onSelectionChanged: event(context, "selection"),
        onActivated: event(context, "activated"),
        onChanged: event(context, "changed"),
      },
    );
  }

  const event = (context, name) => ({ add: (handler) => void context.queue.push({ run: () => fake.handlers[name].push(handler) }) });

  function newContext() {
    const context = { queue: [] };
    const names = proxy(context, {
      items: itemsOf(context, book.names, (each) => proxy(context, { name: () => each.name, type: () => each.type, value: () => each.value })),
    });
    context.workbook = proxy(
      context,
      { name: () => book.name },
      {
        worksheets: worksheets(context),
        names,
        notes: remarksOf(context, "1.18", "notes", noteOf(context)),
        comments: remarksOf(context, "1.10", "comments", conversationOf(context)),
        functions: { date: () => proxy(context, { value: () => (book.date1904 ? 0 : 1462), error: () => null }) },
        getActiveCell: () => rangeOf(context, () => sheetNamed(book.active.sheet), () => areaOf(book.active.cell.split(":")[0])),
      },
    );
    context.sync = async () => {
      const queue = context.queue.splice(0);
      const kind = queue.some((step) => step.writes) ? "write" : "read";
      fake.syncs.push(kind);
      await new Promise((done) => setTimeout(done, fake.slow ?? 0));
      if (fake.refuse) throw fault(fake.refuse, "refused");
      for (const step of queue) step.run();
    };
    return context;
  }

  // The person -------------------------------------------------------------------------------------------------------

  function select(sheet, cell) {
    const before = book.active.sheet;
    book.active = { sheet, cell };
    const found = sheetNamed(sheet);
    found.selected = cell;
    if (before !== sheet) fake.handlers.activated.forEach((handler) => handler({ worksheetId: found.id }));
    fake.handlers.selection.forEach((handler) => handler({ worksheetId: found.id, address: cell }));
  }

  /** Somebody selects a cell. */
  fake.select = select;

  /** Somebody types into a cell. */
  fake.type = (sheet, cell, value) => {
    const found = sheetNamed(sheet);
    const { row, column } = cellOf(cell);
    if (found.protected && !found.unlocked.includes(cell)) throw new Error(`${sheet}!${cell} is locked`);
    put(found, row, column, value);
    fake.handlers.changed.forEach((handler) => handler({ worksheetId: found.id, address: cell, changeType: "RangeEdited" }));
  };

  fake.value = (sheet, cell) => sheetNamed(sheet).cells[cell]?.value ?? null;
  fake.active = () => ({ ...book.active });
  fake.sheet = sheetNamed;

  // Office -----------------------------------------------------------------------------------------------------------

  window.Excel = {
    run: async (work) => {
      const context = newContext();
      const answer = await work(context);
      if (context.queue.length) await context.sync();
      return answer;
    },
  };
  // Settings live in memory until saveAsync; an Excel without them has no document.settings.
  const settings = new Map(Object.entries(book.settings ?? {}));
  const documentSettings = {
    get: (name) => settings.get(name) ?? null,
    set: (name, value) => void settings.set(name, value),
    remove: (name) => void settings.delete(name),
    saveAsync: (done) =>
      setTimeout(() => {
        if (fake.refuseSettings) return done({ status: "failed", error: { code: 5, message: "refused" } });
        fake.saved = Object.fromEntries(settings);
        done({ status: "succeeded" });
      }),
  };
  const requirements = { isSetSupported: (name, set) => name === "ExcelApi" && !later(set, SETS) };
  window.Office = {
    onReady: async () => ({ host: window.__host === undefined ? "Excel" : window.__host, platform: "PC" }),
    context: { requirements, document: { settings: book.settings === null ? undefined : documentSettings }, displayLanguage: "en-GB", officeTheme: window.__theme ? { bodyBackgroundColor: window.__theme } : undefined },
  };
})();
