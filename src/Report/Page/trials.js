// The table of all trials: searched, sorted, its columns chosen; a trial opens to its settings, its metrics and its curves.

class TrialTable {
  /** Rows that are made in one frame; rows that are asked for at once; rows that the page has at most. */
  static step = 50;
  static more = 200;
  static most = 450;

  constructor(data, view) {
    Object.assign(this, { data, view, opened: new Set() });
    this.texts = null;
  }

  /** The columns that are shown: what varies, first the metric that decides. */
  get shown() {
    const { data, view } = this;
    if (view.shown) return view.shown;
    const most = 12;
    const all = data.columns.map((_, i) => i);
    const varying = all.filter(i => !data.columns[i].isMeasured && varies(data.columns[i])).slice(0, most);
    const deciding = data.metric < 0 ? [] : [data.metric];
    return [...deciding, ...varying, ...all.filter(i => data.columns[i].isMeasured && i !== data.metric).slice(0, 4)];
  }

  /** The trials that are selected and searched for, in order. */
  get rows() {
    const { data, view } = this;
    const words = view.search.toLowerCase().split(/\s+/).filter(word => word);
    const rows = data.numbers.map((_, i) => i).filter(i => view.selected[i] && words.every(word => this.text(i).includes(word)));
    const { column, descending } = view.sort ?? { column: data.metric < 0 ? "n" : data.metric, descending: data.maximizes };
    const of = column === "n" ? data.numbers : column === "s" ? data.state : data.columns[column].values;
    const words_ = data.columns[column]?.words;
    const key = i => words_ && of[i] !== null ? words_[of[i]] : of[i];
    return rows.sort((a, b) => {
      const [p, q] = [key(a), key(b)];
      if (p === null || q === null) return (p === null) - (q === null) || a - b;
      const order = words_ ? p < q ? -1 : p > q ? 1 : 0 : p - q || 0;
      return (descending ? -order : order) || a - b;
    });
  }

  /** All that a search looks at. */
  text(i) {
    const { data } = this;
    this.texts ??= [];
    return this.texts[i] ??= [data.numbers[i], data.states[data.state[i]], ...data.columns.map(c => c.isMeasured ? cell(c, c.values[i]) : `${c.name}=${cell(c, c.values[i])}`), data.reasons[data.numbers[i]] ?? ""].join(" ").toLowerCase();
  }

  draw(section) {
    const { data, view } = this;
    const search = el("input", { type: "search", placeholder: "search", value: view.search, ariaLabel: "search the trials" });
    search.addEventListener("input", () => view.change({ search: search.value }));
    this.body = el("tbody");
    this.head = el("thead");
    this.more = el("button", { type: "button", className: "plain" });
    this.more.addEventListener("click", () => { this.wanted = Math.min(this.order.length, this.end + TrialTable.more); this.grow(); });
    this.back = el("button", { type: "button", className: "plain" }, "back to the first rows");
    this.back.addEventListener("click", () => { this.fill(); this.body.querySelector("button")?.focus(); });
    this.place = el("span", { role: "status" });
    this.said = el("span", { role: "status" });
    const columns = fold("columns", () => el("div", { className: "choices" }, ...data.columns.map((column, i) => {
      const box = el("input", { type: "checkbox", checked: this.shown.includes(i) });
      box.addEventListener("change", () => view.change({ shown: box.checked ? [...this.shown, i] : this.shown.filter(other => other !== i) }));
      return el("label", {}, box, ` ${column.label}`);
    })));
    this.details = el("details", { className: "trials", open: data.numbers.length <= 20 || view.isFiltered || view.search !== "" },
      el("summary", {}, el("h2", {}, `All ${data.numbers.length.toLocaleString("en")} trials`)),
      el("div", { className: "controls" }, search, this.rangeForm(), columns, this.said),
      scrolled(el("table", {}, this.head, this.body), "trials"), el("div", { className: "pages" }, this.more, this.back, this.place));
    section.append(this.details);
    this.details.addEventListener("toggle", () => { if (this.isStale) this.fill(); });
    view.listeners.push(() => this.fill());
    this.fill();
  }

  /** Ranges by typing: what a brush does, without a pointer. */
  rangeForm() {
    const { data, view } = this;
    const column = el("select", { ariaLabel: "restrict a column" }, ...data.columns.map((c, i) => el("option", { value: i }, c.label)));
    const [low, high] = ["from", "to"].map(word => el("input", { type: "text", size: 6, placeholder: word, ariaLabel: word, inputMode: "decimal" }));
    const words = el("input", { type: "text", size: 10, placeholder: "is", ariaLabel: "is", hidden: true });
    const kind = () => { const isWords = !!data.columns[column.value].words; words.hidden = !isWords; low.hidden = high.hidden = isWords; };
    column.addEventListener("change", kind);
    const form = el("form", { className: "range" }, column, low, high, words, el("button", { type: "submit", className: "plain" }, "restrict"));
    form.addEventListener("submit", event => {
      event.preventDefault();
      const { isPercent, words: all } = data.columns[column.value];
      if (all) {
        const wanted = words.value.toLowerCase();
        return view.restrict([[Number(column.value), wanted ? all.flatMap((word, i) => word.toLowerCase().includes(wanted) ? [[i, i]] : []) : null]]);
      }
      const [from, to] = [typed(low.value, isPercent), typed(high.value, isPercent)];
      view.restrict([[Number(column.value), from === null && to === null ? null : [[from ?? -Infinity, to ?? Infinity]]]]);
    });
    if (data.columns.length > 0) kind();
    return form;
  }

  /** The rows from one on, the first of all if nothing else is asked for. */
  fill(first = 0) {
    this.isStale = !this.details.open;
    if (this.isStale) return;
    const { data, view, shown } = this;
    const rows = this.order = this.rows;
    const heading = (column, label) => {
      const isSorted = view.sort ? view.sort.column === column : column === data.metric;
      const descending = view.sort ? view.sort.descending : data.maximizes;
      const button = el("button", { type: "button" }, label);
      button.addEventListener("click", () => view.change({ sort: { column, descending: isSorted ? !descending : column === data.metric && data.maximizes } }));
      const th = el("th", { scope: "col" }, button);
      if (isSorted) th.setAttribute("aria-sort", descending ? "descending" : "ascending");
      return th;
    };
    const focused = this.head.contains(document.activeElement) ? document.activeElement.textContent : null;
    this.head.replaceChildren(el("tr", {}, heading("n", "number"), heading("s", "state"), ...shown.map(i => heading(i, data.columns[i].label))));
    if (focused !== null) [...this.head.querySelectorAll("button")].find(b => b.textContent === focused)?.focus();
    while (this.body.firstChild) TrialTable.remove(this.body.firstChild);
    this.said.textContent = rows.length === data.numbers.length ? "" : `${rows.length.toLocaleString("en")} of ${data.numbers.length.toLocaleString("en")} trials`;
    this.first = this.end = first;
    this.wanted = Math.min(rows.length, first + TrialTable.step);
    this.grow();
  }

  /** Adds the rows that are wanted, so many a frame that the page answers; the first ones go where they would be too many. */
  grow() {
    const { order, body } = this;
    const end = Math.min(this.wanted, this.end + TrialTable.step);
    body.append(...order.slice(this.end, end).flatMap(i => this.opened.has(i) ? [this.row(i), this.opening(i)] : [this.row(i)]));
    this.end = end;
    for (; this.end - this.first > TrialTable.most; this.first++) {
      TrialTable.remove(body.firstChild);
      if (body.firstChild.className === "opened") TrialTable.remove(body.firstChild);
    }
    const number = value => value.toLocaleString("en");
    const rest = order.length - this.wanted;
    // A button that goes hands the focus on.
    const isFocused = document.activeElement === this.more;
    this.more.hidden = rest === 0;
    this.back.hidden = this.first === 0;
    this.more.textContent = `show ${number(Math.min(TrialTable.more, rest))} more`;
    this.place.textContent = this.first > 0 ? `rows ${number(this.first + 1)} to ${number(this.end)} of ${number(order.length)}` : "";
    if (isFocused && rest === 0) (this.back.hidden ? [...body.querySelectorAll("th button")].at(-1) : this.back)?.focus({ preventScroll: true });
    cancelAnimationFrame(this.growing);
    if (this.end < this.wanted) this.growing = requestAnimationFrame(() => this.grow());
  }

  /** Takes a row away, with the charts that are in it. */
  static remove(row) {
    for (const host of row.querySelectorAll(".chart")) host.figure?.remove();
    row.remove();
  }

  row(i) {
    const { data } = this;
    const button = el("button", { type: "button", ariaExpanded: String(this.opened.has(i)), ariaLabel: `trial ${data.numbers[i]}` }, String(data.numbers[i]));
    button.addEventListener("click", () => {
      const isOpened = !this.opened.delete(i);
      if (isOpened) this.opened.add(i);
      button.ariaExpanded = String(isOpened);
      if (isOpened) row.after(this.opening(i));
      else TrialTable.remove(row.nextSibling);
    });
    const row = el("tr", {}, el("th", { scope: "row" }, button), el("td", {}, data.states[data.state[i]]),
      ...this.shown.map(column => el("td", {}, cell(data.columns[column], data.columns[column].values[i]))));
    row.dataset.trial = i;
    return row;
  }

  /** Everything about a trial. */
  opening(i) {
    const { data } = this;
    const name = data.numbers[i];
    const facts = measuredOnes => data.columns.filter(c => c.isMeasured === measuredOnes && c.values[i] !== null)
      .flatMap(c => [el("dt", {}, c.label), el("dd", {}, cell(c, c.values[i]))]);
    const parts = [el("div", {}, el("h3", {}, "Settings"), el("dl", {}, ...facts(false))), el("div", {}, el("h3", {}, "Measured"), el("dl", {}, ...facts(true)))];
    for (const curve of data.curves.filter(c => c.trials[name])) {
      const flat = curve.trials[name];
      const points = Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k], flat[2 * k + 1]]);
      const finite = points.map(p => number(p[1])).filter(v => Number.isFinite(v) && v > 0);
      const isLog = !curve.isPercent && finite.length === points.length && Math.max(...finite) / Math.min(...finite) > 8;
      const chart = {
        kind: "lines", title: curve.metric, x: { label: "step", scale: "linear", at: [] }, y: { label: curve.metric, isPercent: curve.isPercent, scale: isLog ? "log" : "linear", at: [] },
        series: [{ name: "", color: 0, points, hasMarkers: false, isConnected: true }],
      };
      const host = el("div", { className: "chart", role: "img", ariaLabel: `${curve.metric} of trial ${name} over its steps` });
      host.style.height = "240px";
      parts.push(el("figure", { className: "live curve" }, el("figcaption", {}, el("strong", {}, curve.metric)), host, fold("Its numbers", () => scrolled(chartTable(chart), curve.metric))));
      new Figure(host, () => lineOption(chart));
    }
    const log = data.logs[name];
    if (log) parts.push(el("div", {}, el("h3", {}, "The end of its log"), el("pre", { className: "log", tabIndex: 0 }, log)));
    const reason = data.reasons[name];
    const content = el("td", { colSpan: 2 + this.shown.length }, ...(reason ? [el("p", { className: "reason" }, reason)] : []), el("div", { className: "opening" }, ...parts),
      el("p", { className: "hint" }, "More of it: ", el("code", {}, `goalkeeper show ${data.sweep}/${name}`), ...(data.hasLogs ? [", and all that it wrote: ", el("code", {}, `goalkeeper logs ${data.sweep}/${name}`)] : [])));
    return el("tr", { className: "opened" }, content);
  }

  /** Opens a trial that was clicked in a chart. */
  open(i) {
    this.details.open = true;
    this.opened.add(i);
    const place = this.rows.indexOf(i);
    this.fill(place < TrialTable.step ? 0 : place - TrialTable.step / 2);
    this.body.querySelector(`[data-trial="${i}"]`)?.scrollIntoView({ block: "center" });
  }
}
