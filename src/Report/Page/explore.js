// The linked charts of all trials: a range that is brushed in one is seen in all, and in the table.

/** How a column stands on an axis: words and numbers around a zero have places, the others the number line. */
function placement(column, isLog) {
  if (column.words) return { isPlaced: true, texts: column.words, at: value => value, back: value => value };
  if (column.at) return { isPlaced: true, texts: column.at.map(v => rounded(v, 6)), at: value => value === null ? null : column.at.indexOf(value), back: place => column.at[Math.max(0, Math.min(column.at.length - 1, place))] };
  const scale = isLog ?? (column.scale === "log") ? "log" : "linear";
  const can = value => value !== null && Number.isFinite(value) && (scale === "linear" || value > 0);
  return { isPlaced: false, scale, at: value => can(value) ? value : null, back: value => value };
}

const placedAxis = (column, place, extra, room) => place.isPlaced ? placesOf(place.texts, column.label, extra, room) : axisOf({ ...column, scale: place.scale }, column.values, extra);

class Exploration {
  constructor(data, view, openTrial) {
    Object.assign(this, { data, view, openTrial });
    this.varying = data.columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.isMeasured && varies(column));
    this.best = data.points.map((point, i) => [point, i]).filter(([point, i]) => point === data.bestPoint && data.states[data.state[i]] === "finished").map(([, i]) => i);
  }

  get metric() { return this.data.columns[this.view.metric]; }

  get metricPlace() { return placement(this.metric, this.view.isLog); }

  /** What to say of a trial under the pointer. */
  tip(i) {
    const { data, metric } = this;
    return tip(`trial ${data.numbers[i]}: ${metric.label} ${measured(metric, metric.values[i])}`,
      this.varying.slice(0, 12).map(({ column }) => `${column.label}: ${cell(column, column.values[i])}`));
  }

  /** Marks of all trials in two series: those left out by the ranges, faint, and the others. */
  marks(at, color, large) {
    const { faint } = theme();
    const [out, within] = [[], []];
    this.view.selected.forEach((isIn, i) => {
      const [px, py] = at(i);
      if (px !== null && py !== null) (isIn ? within : out).push([px, py, i]);
    });
    const size = within.length + out.length > 2000 ? 4 : 7;
    const mark = { type: "scatter", symbolSize: size, large: large && within.length + out.length > 2000, largeThreshold: 2000, encode: { x: 0, y: 1 } };
    return [
      { ...mark, name: "left out", data: out, itemStyle: { color: faint }, z: 2 },
      { ...mark, name: "trials", data: within, itemStyle: { color, opacity: within.length > 500 ? 0.6 : 0.85 }, z: 3 },
    ];
  }

  /** A ring around each trial of the best point, so that it is found without its colour. */
  rings(at) {
    return {
      type: "scatter", name: "the best point", silent: true, symbol: "circle", symbolSize: 15, z: 6, itemStyle: { color: "transparent", borderColor: theme().ink, borderWidth: 2 },
      data: this.best.map(at).filter(([px, py]) => px !== null && py !== null),
    };
  }

  /** The buttons of a chart that can be brushed. */
  get tools() {
    const { toolbox } = base();
    return { ...toolbox, feature: { brush: { type: ["rect", "clear"], title: { rect: "select a rectangle", clear: "clear the selection" } }, ...toolbox.feature } };
  }

  /** A scatter's option, with a rectangle to brush ranges of its two columns. */
  scatter(xAxis, yAxis, series) {
    return {
      xAxis, yAxis, series,
      brush: { xAxisIndex: 0, yAxisIndex: 0, toolbox: ["rect", "clear"], outOfBrush: { colorAlpha: 1 }, inBrush: {}, brushStyle: { color: "rgba(127,127,127,.15)", borderColor: theme().muted, borderWidth: 1 } },
      toolbox: this.tools,
      tooltip: { ...base().tooltip, formatter: ({ value }) => value?.[2] === undefined ? "" : this.tip(value[2]) },
      dataZoom: [
        { type: "inside", xAxisIndex: 0, zoomOnMouseWheel: "ctrl", moveOnMouseMove: false, moveOnMouseWheel: false },
        { type: "inside", yAxisIndex: 0, zoomOnMouseWheel: "ctrl", moveOnMouseMove: false, moveOnMouseWheel: false },
      ],
    };
  }

  /** Has a rectangle in a chart restrict its two columns; -1 is the trial's number. */
  brushes(xColumn, xPlace, yColumn, yPlace) {
    return chart => {
      if (matchMedia("(pointer: fine)").matches)
        chart.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: "rect", brushMode: "single" } });
      chart.on("brushEnd", ({ areas }) => {
        const range = areas[0]?.coordRange;
        if (!range) return this.view.restrict([[xColumn, null], [yColumn, null]]);
        this.view.restrict([[xColumn, [range[0].map(xPlace().back).sort((a, b) => a - b)]], [yColumn, [range[1].map(yPlace().back).sort((a, b) => a - b)]]]);
      });
      chart.on("brush", ({ command, areas }) => { if (command === "clear" || areas?.length === 0) this.view.restrict([[xColumn, null], [yColumn, null]]); });
      chart.on("click", ({ value }) => { if (value?.[2] !== undefined) this.openTrial(value[2]); });
    };
  }

  card(title, description, height = 320, className = "") {
    const host = el("div", { className: "chart", role: "img", ariaLabel: `${title}. ${description} The table of all trials has its numbers.` });
    host.style.height = `${height}px`;
    this.place.append(el("figure", { className: `live ${className}` }, el("figcaption", {}, el("strong", {}, title), ` ${description}`), host));
    return host;
  }

  draw(section) {
    const { data, view } = this;
    this.place = el("div", { className: "figures" });
    section.append(el("h2", {}, "Explore the trials"), this.controls(), this.place);
    if (this.varying.length > 0 && data.numbers.length > 1) this.drawParallel();
    this.drawHistory();
    for (const entry of this.varying) this.drawSlice(entry);
    if (data.surfaces.length > 0) this.drawSurface();
    if (data.boxes.length > 0) this.drawBoxes();
    if (data.lane?.some(lane => lane !== null)) this.drawTimeline();
    // What is searched for, how the table is sorted and which columns it has is in no chart.
    view.listeners.push(what => { if ("ranges" in what || "metric" in what || "isLog" in what) Figure.refresh(); });
  }

  controls() {
    const { data, view } = this;
    const metrics = data.columns.map((column, i) => ({ column, i })).filter(({ column }) => column.isMeasured);
    const metric = el("select", { ariaLabel: "metric of the charts" }, ...metrics.map(({ column, i }) => el("option", { value: i, selected: i === view.metric }, column.label)));
    metric.addEventListener("change", () => view.change({ metric: Number(metric.value), isLog: null }));
    const log = el("input", { type: "checkbox" });
    log.addEventListener("change", () => view.change({ isLog: log.checked }));
    const clear = el("button", { type: "button", className: "plain" }, "show all");
    clear.addEventListener("click", () => { view.change({ ranges: new Map() }); Figure.renew(); });
    const said = el("span", { role: "status" });
    const tell = () => {
      log.checked = this.metricPlace.scale === "log";
      clear.hidden = !view.isFiltered;
      const ranges = [...view.ranges].map(([column, list]) => column === -1 ? `number ${list.map(r => r.map(v => rounded(v, 6)).join(" to ")).join(" or ")}` : `${data.columns[column].label} ${this.told(data.columns[column], list)}`);
      said.textContent = view.isFiltered ? `${view.count.toLocaleString("en")} of ${data.numbers.length.toLocaleString("en")} trials: ${ranges.join("; ")} ` : "";
    };
    view.listeners.push(tell);
    tell();
    return el("div", { className: "controls" }, el("label", {}, "metric ", metric), el("label", {}, log, " logarithmic"), said, clear,
      el("p", { className: "hint" }, "Drag over a chart, or along an axis of the parallel coordinates, to select trials: all other charts and the table follow. Click a trial to open it. Rings are the best point's trials."));
  }

  told(column, ranges) {
    if (!column.words) return ranges.map(range => range.map(value => column.isMeasured ? measured(column, value) : rounded(value, 4)).join(" to ")).join(" or ");
    const words = column.words.filter((_, i) => ranges.some(([low, high]) => i >= low && i <= high));
    return words.length > 3 ? `${words.length} values` : words.join(", ");
  }

  /** All of the rows, or so many of them, evenly. */
  some(rows, most) {
    return rows.length <= most ? rows : Array.from({ length: most }, (_, i) => rows[Math.floor(i * rows.length / most)]);
  }

  drawParallel() {
    const { data, view } = this;
    const most = 12;
    const axes = this.varying.slice(0, most);
    const host = this.card("Parallel coordinates", `A line a trial, coloured by the metric${this.varying.length > most ? `; the first ${most} of ${this.varying.length} parameters` : ""}.`, 380, "wide");
    host.style.minWidth = `${176 + 62 * axes.length}px`; // on a phone it is scrolled
    const note = host.previousSibling.appendChild(el("span"));
    new Figure(host, () => {
      const { ink, muted, faint, paper, shades: [, ...shades] } = theme(); // the lightest is no line
      const room = Math.max(12, Math.min(40, Math.floor((Figure.isPrinting ? 500 : host.clientWidth - 176) / axes.length / 9)));
      const columns = [...axes.map(({ column, i }) => ({ column, i, place: placement(column) })), { column: this.metric, i: view.metric, place: this.metricPlace }];
      const [out, within] = [[], []];
      view.selected.forEach((isIn, i) => {
        const values = columns.map(({ column, place }) => place.at(column.values[i]));
        // A line passes by the axis of a parameter that its trial has not; among places it could not.
        if (columns.every(({ place }, c) => values[c] !== null || (!place.isPlaced && c < columns.length - 1))) (isIn ? within : out).push([...values, i]);
      });
      // The better, the stronger, as where it is drawn.
      const strengths = view.metric === data.metric && !data.maximizes ? [...shades].reverse() : shades;
      const colours = shading({ ...this.metric, scale: this.metricPlace.scale }, within.map(row => row[columns.length - 1]), strengths);
      for (const row of within) row.push(colours.of(row[columns.length - 1]));
      const count = within.length + out.length;
      const [drawn, behind] = [this.some(within, 1000), this.some(out, 300)];
      const passes = columns.slice(0, -1).some(({ column }) => column.values.includes(null)) ? " A line runs past the axis of a parameter that its trial has not." : "";
      note.textContent = ` ${colours.note}${passes}${drawn.length < within.length ? ` ${drawn.length.toLocaleString("en")} of ${within.length.toLocaleString("en")} lines are drawn.` : ""}`;
      const line = { type: "parallel", smooth: 0, progressive: Figure.isPrinting ? 0 : 250, progressiveThreshold: 500, inactiveOpacity: 0.04 };
      return {
        toolbox: { show: false },
        xAxis: [], yAxis: [],
        parallel: { left: 46, right: 130, top: 44, bottom: 24, parallelAxisDefault: { realtime: false } },
        parallelAxis: columns.map(({ column, i, place }, dim) => ({
          dim, id: `axis${i}`, name: shortened(column.label, 14), nameGap: 14, nameLocation: "end",
          nameTextStyle: { color: ink },
          type: place.isPlaced ? "category" : place.scale === "log" ? "log" : "value", data: place.isPlaced ? toldApart(place.texts, room) : undefined, scale: true,
          ...(place.isPlaced ? {} : endsOf({ scale: place.scale }, column.values, 0)),
          // What is written stands on paper, so that lines do not cross it.
          axisLabel: { color: ink, backgroundColor: paper, padding: [1, 2], ...(place.isPlaced ? {} : { formatter: value => column.isPercent ? measured(column, value) : rounded(value, 3) }) },
          z: 5,
          axisLine: { lineStyle: { color: muted } },
          areaSelectStyle: { width: 22, color: "rgba(127,127,127,.25)", borderColor: muted },
        })),
        visualMap: { ...colours.visualMap, dimension: columns.length + 1, seriesIndex: 1, itemHeight: 140, calculable: false },
        tooltip: { ...base().tooltip, formatter: ({ value }) => this.tip(value[columns.length]) },
        series: [
          { ...line, name: "left out", data: behind, lineStyle: { color: faint, width: 1, opacity: count > 1000 ? 0.15 : 0.4 }, silent: true, z: 1 },
          { ...line, name: "trials", data: drawn, lineStyle: { width: count > 500 ? 1 : 1.5, opacity: count > 1000 ? 0.35 : 0.8 }, z: 3 },
          { ...line, name: "the best point", data: within.filter(row => this.best.includes(row[columns.length])), lineStyle: { color: ink, width: 3, opacity: 1 }, silent: true, z: 4 },
        ],
      };
    }, chart => {
      chart.on("axisareaselected", ({ parallelAxisId, intervals }) => {
        const column = Number(String(parallelAxisId).slice(4));
        if (!Number.isInteger(column)) return;
        const place = column === view.metric ? this.metricPlace : placement(data.columns[column]);
        view.restrict([[column, (intervals ?? []).map(range => range.map(place.back).sort((a, b) => a - b))]]);
      });
      chart.on("click", ({ value }) => this.openTrial(value[value.length - 2]));
    });
  }

  drawHistory() {
    const { data, view } = this;
    if (this.data.metric < 0) return;
    // Where the best so far changes, and where it ends: most of many trials change nothing.
    const steps = data.best.map((_, i) => i).filter(i => data.best[i] !== data.best[i - 1] || i === data.best.length - 1);
    const host = this.card("History", "The metric by trial, in the order of their numbers, and the best so far.", 320, "half");
    new Figure(host, () => {
      const { series } = theme();
      const place = this.metricPlace;
      const isDeciding = view.metric === data.metric;
      const at = i => [data.numbers[i], place.at(this.metric.values[i])];
      const { legend, grid, toolbox } = legendOf(["trials", ...(isDeciding ? ["best so far"] : []), "the best point"]);
      return {
        ...this.scatter(
          axisOf({ label: "trial", scale: "linear" }, data.numbers, x), axisOf({ ...this.metric, scale: place.scale }, this.metric.values, y, 0.05),
          [
            ...this.marks(at, series[0], true), this.rings(at),
            ...(isDeciding ? [{
              type: "line", name: "best so far", step: "end", symbol: "none", color: series[1], lineStyle: { width: 2 }, z: 4,
              data: steps.map(i => [data.numbers[i], place.at(data.best[i])]),
            }] : []),
          ]),
        legend, grid, toolbox: { ...this.tools, top: toolbox.top },
      };
    }, this.brushes(-1, () => ({ back: v => v }), view.metric, () => this.metricPlace));
  }

  drawSlice({ column, i: index }) {
    const { view } = this;
    let isLog = null;
    const host = this.card(column.label, "", 260, "slice");
    const place = () => placement(column, isLog);
    if (!column.words && !column.at && column.values.every(v => v === null || v > 0)) {
      const log = el("input", { type: "checkbox", checked: place().scale === "log", ariaLabel: `${column.label} on a logarithmic axis` });
      log.addEventListener("change", () => { isLog = log.checked; host.figure.isStale = true; host.figure.draw(); });
      host.previousSibling.append(el("label", {}, log, " logarithmic"));
    }
    new Figure(host, () => {
      const { series } = theme();
      const [across, up] = [place(), this.metricPlace];
      // Trials of one word would stand upon each other: they are spread a little, always in the same way.
      const spread = i => across.isPlaced ? ((i * 0.618034) % 1 - 0.5) * 0.5 : 0;
      const axis = placedAxis(column, across, x, (Figure.isPrinting ? 340 : host.clientWidth) - 70);
      const at = i => {
        const place = across.at(column.values[i]);
        return [place === null ? null : place + spread(i), up.at(this.metric.values[i])];
      };
      return this.scatter(
        across.isPlaced ? [axis, { type: "value", min: -0.5, max: across.texts.length - 0.5, show: false }] : axis,
        axisOf({ ...this.metric, scale: up.scale }, this.metric.values, y, 0.05),
        [...this.marks(at, series[0], true), this.rings(at)].map(s => across.isPlaced ? { ...s, xAxisIndex: 1 } : s));
    }, this.brushes(index, place, view.metric, () => this.metricPlace));
  }

  drawSurface() {
    const { data, view } = this;
    const deciding = data.columns[data.metric];
    const name = ({ x, y }) => `${data.columns[x].label} and ${data.columns[y].label}`;
    const host = this.card("Two parameters", `The mean of ${deciding.label} nearby, and the trials; hollow are those without a value. Blank where none is near, or most have none.`, 360, "half");
    const pair = el("select", { ariaLabel: "the two parameters" }, ...data.surfaces.map((surface, i) => el("option", { value: i }, name(surface))));
    pair.addEventListener("change", () => { host.figure.isStale = true; host.figure.draw(); });
    const note = el("span");
    host.previousSibling.append(note, " ", pair);
    new Figure(host, () => {
      const surface = data.surfaces[pair.value];
      const [across, up] = [data.columns[surface.x], data.columns[surface.y]];
      const { ink, shades, paper } = theme();
      const colours = shading(deciding, surface.values, shades);
      note.textContent = ` ${colours.note}`;
      const at = i => [across.values[i], up.values[i], i];
      const overlay = { type: "scatter", xAxisIndex: 1, yAxisIndex: 1 };
      const size = surface.across.length;
      const cells = values => ({ type: "category", data: values, show: false, axisLabel: { show: false } });
      // A cell reaches half a step beyond its value.
      const ends = (column, values, extra) => {
        const isLog = column.scale === "log";
        const [low, high] = extentOf(isLog, values);
        const [min, max] = [low, high].map((end, i) => end + (i - 0.5) * (high - low) / (size - 1)).map(end => isLog ? 10 ** end : end);
        return axisOf({ ...column, at: undefined }, [min, max], { ...extra, splitLine: { show: false }, z: 2 }, 0);
      };
      return {
        toolbox: { show: false },
        grid: { ...base().grid, right: 90 },
        xAxis: [cells(surface.across), ends(across, surface.across, { ...x, position: "bottom" })],
        yAxis: [cells(surface.up), ends(up, surface.up, { ...y, position: "left" })],
        visualMap: { ...colours.visualMap, seriesIndex: 0, dimension: 2, itemHeight: 140, calculable: false },
        tooltip: {
          ...base().tooltip,
          formatter: ({ value, seriesIndex, dataIndex }) => seriesIndex === 0
            ? tip(`${deciding.label} nearby: ${measured(deciding, surface.values[dataIndex])}`, [`${across.label}: ${rounded(surface.across[value[0]], 3)}`, `${up.label}: ${rounded(surface.up[value[1]], 3)}`])
            : this.tip(value[2]),
        },
        series: [
          { type: "heatmap", data: surface.values.map((value, i) => [i % size, Math.floor(i / size), colours.of(value) ?? "-"]) },
          {
            ...overlay, symbolSize: data.numbers.length > 1000 ? 3 : 6, large: data.numbers.length > 2000,
            data: data.numbers.map((_, i) => at(i)).filter(([a, b, i]) => a !== null && b !== null && view.selected[i])
              .map(value => deciding.values[value[2]] === null ? { value, itemStyle: { color: paper, borderColor: ink } } : value),
            itemStyle: { color: ink, borderColor: paper, borderWidth: 1 },
          },
          { ...this.rings(at), ...overlay },
        ],
      };
    }, chart => chart.on("click", ({ value, seriesIndex }) => { if (seriesIndex === 1) this.openTrial(value[2]); }));
  }

  drawBoxes() {
    const { data, view } = this;
    const deciding = data.columns[data.metric];
    const host = this.card("Replicates", `${deciding.label} over the seeds of a point, the best point first: all values, the middle half, the median, and the trials.`, Math.max(220, 70 + 30 * data.boxes.length), "half");
    new Figure(host, () => {
      const { series, ink, faint } = theme();
      const place = placement(deciding);
      // So many letters as have room in less than half of the width; ECharts would cut them off at a quarter.
      const names = toldApart(data.boxes.map(box => box.name), Math.max(12, Math.floor((Figure.isPrinting ? 340 : host.clientWidth) * 0.45 / 7)));
      const trials = data.boxes.flatMap(({ point }, row) => data.points.map((p, i) => [p, i]).filter(([p, i]) => p === point && view.selected[i]).map(([, i]) => [place.at(deciding.values[i]), row, i]));
      return {
        grid: { ...base().grid, left: 16 + 7 * Math.max(...names.map(name => name.length)), bottom: 56, containLabel: false },
        xAxis: axisOf({ ...deciding, scale: place.scale }, deciding.values, x),
        yAxis: placesOf(names, "", { inverse: true, axisLabel: { color: ink } }),
        tooltip: {
          ...base().tooltip,
          formatter: ({ value, seriesIndex, dataIndex }) => {
            if (seriesIndex === 1) return this.tip(value[2]);
            const { name, box } = data.boxes[dataIndex];
            return tip(name, ["least", "lower quartile", "median", "upper quartile", "greatest"].map((word, i) => `${word}: ${measured(deciding, box[i])}`));
          },
        },
        series: [
          { type: "boxplot", layout: "horizontal", data: data.boxes.map(({ box }) => box), itemStyle: { color: faint, borderColor: ink }, boxWidth: [8, 18] },
          { type: "scatter", data: trials.filter(([value]) => value !== null), symbolSize: 6, itemStyle: { color: series[0], opacity: 0.85 }, z: 5 },
        ],
      };
    }, chart => chart.on("click", ({ value, seriesIndex }) => { if (seriesIndex === 1) this.openTrial(value[2]); }));
  }

  drawTimeline() {
    const { data, view } = this;
    const lanes = Math.max(...data.lane) + 1;
    const host = this.card("Timeline", "When each trial ran, and what ran beside it. A trial that did not finish is hollow.", Math.min(420, 120 + 22 * lanes), "half");
    new Figure(host, () => {
      const { series, faint, paper } = theme();
      const rows = data.numbers.map((_, i) => [data.start[i] / 1000, data.end[i] / 1000, data.lane[i], i]).filter(row => row[2] !== null);
      return {
        xAxis: axisOf({ label: "seconds from the first start", scale: "linear", min: 0 }, rows.map(row => row[1]), x),
        yAxis: placesOf(Array.from({ length: lanes }, (_, i) => String(i + 1)), "at once", { ...y, inverse: true, nameLocation: "start" }),
        tooltip: {
          ...base().tooltip,
          formatter: ({ value }) => { const told = this.tip(value[3]); told.append(el("div", {}, `${data.states[data.state[value[3]]]}, ${rounded(value[1] - value[0], 3)} s`)); return told; },
        },
        dataZoom: [{ type: "inside", xAxisIndex: 0, zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, moveOnMouseWheel: false, filterMode: "weakFilter" }],
        series: [{
          type: "custom", data: rows, encode: { x: [0, 1], y: 2 }, clip: true, progressive: 1000,
          renderItem: (params, api) => {
            const [from, to] = [api.coord([api.value(0), api.value(2)]), api.coord([api.value(1), api.value(2)])];
            const height = Math.max(2, api.size([0, 1])[1] * 0.7);
            const i = api.value(3);
            const color = view.selected[i] ? series[0] : faint;
            const isFinished = data.states[data.state[i]] === "finished";
            return {
              type: "rect", shape: { x: from[0], y: from[1] - height / 2, width: Math.max(1.5, to[0] - from[0]), height },
              style: { fill: isFinished ? color : paper, stroke: isFinished ? paper : series[1], lineWidth: isFinished ? 0.5 : 1.5 },
            };
          },
        }],
      };
    }, chart => chart.on("click", ({ value }) => this.openTrial(value[3])));
  }
}
