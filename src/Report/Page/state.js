// What the reader has asked for, kept in the address: a link to the page as it is seen.

/** The trials that are in all of the ranges, and who wants to know when these change. */
class View {
  constructor(data) {
    this.data = data;
    this.ranges = new Map(); // column -> [[low, high], …]
    this.search = "";
    this.sort = null; // {column, descending}; null: the best first
    this.metric = data.metric;
    this.isLog = null; // null: as the metric's own scale
    this.shown = null; // columns of the table; null: those that vary
    this.listeners = [];
    this.read();
  }

  get selected() { return this._selected ??= this.select(); }

  get count() { return this.selected.reduce((sum, isIn) => sum + isIn, 0); }

  get isFiltered() { return this.ranges.size > 0; }

  select() {
    const { columns, numbers } = this.data;
    const selected = new Uint8Array(numbers.length).fill(1);
    for (const [column, ranges] of this.ranges) {
      const values = column === -1 ? numbers : columns[column].values;
      values.forEach((value, i) => {
        if (value === null || !ranges.some(([low, high]) => value >= low && value <= high)) selected[i] = 0;
      });
    }
    return selected;
  }

  /** Takes over what is given, and tells everybody what it was. */
  change(what) {
    Object.assign(this, what);
    if (what.ranges) this._selected = undefined;
    this.write();
    for (const listener of this.listeners) listener(what);
  }

  /** Ranges of some columns; null takes a column's away. */
  restrict(changes) {
    const ranges = new Map(this.ranges);
    for (const [column, range] of changes) {
      if (range?.length) ranges.set(column, range);
      else ranges.delete(column);
    }
    this.change({ ranges });
  }

  write() {
    const words = new URLSearchParams();
    for (const [column, ranges] of this.ranges) words.set(`c${column}`, ranges.map(range => range.join("..")).join("_"));
    if (this.search) words.set("q", this.search);
    if (this.sort) words.set("sort", `${this.sort.descending ? "-" : ""}${this.sort.column}`);
    if (this.metric !== this.data.metric) words.set("m", this.metric);
    if (this.isLog !== null) words.set("log", Number(this.isLog));
    if (this.shown) words.set("show", this.shown.join("_"));
    history.replaceState(null, "", words.size ? `#${words}` : location.pathname + location.search);
  }

  /** An address may say anything: what is none of our columns or no number is passed over. */
  read() {
    const words = new URLSearchParams(location.hash.slice(1));
    const isColumn = column => Number.isInteger(column) && column >= 0 && column < this.data.columns.length;
    for (const [key, value] of words) {
      const column = /^c(-1|\d+)$/.exec(key)?.[1];
      if (column === undefined || !(column === "-1" || isColumn(Number(column)))) continue;
      const ranges = value.split("_").map(range => range.split("..").map(Number)).filter(r => r.length === 2 && !r.some(Number.isNaN));
      if (ranges.length) this.ranges.set(Number(column), ranges);
    }
    this.search = words.get("q") ?? "";
    const sort = /^(-?)(\d+|n|s)$/.exec(words.get("sort") ?? "");
    if (sort && (sort[2] === "n" || sort[2] === "s" || isColumn(Number(sort[2])))) {
      this.sort = { column: /\d/.test(sort[2]) ? Number(sort[2]) : sort[2], descending: sort[1] === "-" };
    }
    const metric = Number(words.get("m") ?? NaN);
    if (isColumn(metric) && this.data.columns[metric].isMeasured) this.metric = metric;
    if (words.has("log")) this.isLog = words.get("log") === "1";
    const shown = words.get("show")?.split("_").map(Number).filter(isColumn);
    if (shown?.length) this.shown = shown;
  }
}
