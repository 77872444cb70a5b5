// Charts on the page: made when they are scrolled to, redrawn when what they show has changed, in the page's colours.

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The page's colours and font, which a dark page has otherwise; asked for once, since asking makes the browser lay out all of the page. */
let colors = null;
const theme = () => colors ??= {
  ink: css("--ink"), muted: css("--muted"), line: css("--line"), paper: css("--paper"), faint: css("--faint"),
  series: css("--series").split(" "), shades: css("--shades").split(" "), font: getComputedStyle(document.body).fontFamily,
};

const symbols = ["circle", "rect", "triangle", "diamond"];

/** A chart in an element: makes its option anew whenever it is to be redrawn. */
class Figure {
  static all = new Set();
  static seen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      target.figure.isVisible = isIntersecting;
      target.figure.isAwaited ||= isIntersecting; // also what has been scrolled past since
    }
    Figure.drawSeen();
  }, { rootMargin: "200px" });

  constructor(host, option, onMade = () => {}) {
    Object.assign(this, { host, option, onMade, isStale: true });
    host.figure = this;
    Figure.all.add(this);
    Figure.seen.observe(host);
  }

  /** Something has changed: what is seen is redrawn, the rest when it is scrolled to. */
  static refresh() {
    for (const figure of Figure.all) figure.isStale = true;
    Figure.drawSeen();
  }

  /** The page may have another width: what has one is redrawn. That it is longer is nothing to a chart. */
  static fit() {
    for (const figure of Figure.all) figure.isStale ||= figure.hasOtherWidth;
    Figure.drawSeen();
  }

  get hasOtherWidth() { return this.chart !== undefined && !Figure.isPrinting && this.host.clientWidth > 0 && this.host.clientWidth !== this.chart.getWidth(); }

  /** One a frame, so that the page answers while ten thousand trials are drawn. */
  static drawSeen() {
    if (Figure.isDrawing) return;
    Figure.isDrawing = true;
    const next = () => {
      const figure = [...Figure.all].find(f => f.isStale && (f.isVisible || f.isAwaited));
      Figure.isDrawing = figure !== undefined;
      if (!figure) return;
      requestAnimationFrame(next);
      figure.draw();
    };
    requestAnimationFrame(next);
  }

  /** Drawn anew from nothing: the colours or the shape have changed. */
  static renew() {
    colors = null;
    for (const figure of Figure.all) {
      figure.chart?.dispose();
      figure.chart = undefined;
    }
    Figure.refresh();
  }

  /** On paper the linked charts are in dark ink, as wide as the paper has room for, and whole at once. */
  static print(isPrinting) {
    Figure.isPrinting = isPrinting;
    document.documentElement.classList.toggle("printed", isPrinting);
    Figure.renew();
    if (isPrinting) for (const figure of Figure.all) if (figure.host.closest("#explore") && figure.host.offsetParent) figure.draw();
  }

  draw() {
    if (!this.isStale) return;
    this.isStale = this.isAwaited = false;
    const isNew = !this.chart;
    const paper = Figure.isPrinting ? { width: this.host.closest(".wide") ? 690 : 340, devicePixelRatio: 2 } : {};
    this.chart ??= echarts.init(this.host, null, { renderer: "canvas", ...paper });
    if (this.hasOtherWidth) this.chart.resize();
    this.chart.setOption({ ...base(), ...this.option() }, { replaceMerge: isNew ? [] : ["series", "xAxis", "yAxis", "visualMap"], lazyUpdate: false });
    if (isNew) this.onMade(this.chart);
  }

  remove() {
    Figure.seen.unobserve(this.host);
    Figure.all.delete(this);
    this.chart?.dispose();
  }
}

/** What all charts have in common. */
function base() {
  const { ink, muted, paper, line, series, font } = theme();
  return {
    animation: false,
    color: series,
    textStyle: { color: ink, fontFamily: font, fontSize: 12 },
    grid: { left: 12, right: 18, top: 36, bottom: 34, containLabel: true },
    legend: { show: false, type: "scroll", top: 0, left: 0, right: 0, formatter: name => shortened(name, 40), textStyle: { color: ink }, pageTextStyle: { color: ink }, pageIconColor: ink, inactiveColor: muted },
    tooltip: { confine: true, backgroundColor: paper, borderColor: line, textStyle: { color: ink }, transitionDuration: 0 },
    toolbox: {
      show: !Figure.isPrinting, right: 0, top: 0, itemSize: 13, iconStyle: { borderColor: muted },
      feature: { dataZoom: { title: { zoom: "zoom into a rectangle", back: "undo the zoom" }, brushStyle: { color: "rgba(127,127,127,.2)" } }, restore: { title: "show all" } },
    },
  };
}

/** A legend, if there is one, and the room that it takes. */
function legendOf(names) {
  const { legend, grid, toolbox } = base();
  return names.length > 0 ? { legend: { ...legend, show: true, data: names }, grid: { ...grid, top: 60 }, toolbox: { ...toolbox, top: 26 } } : {};
}

/** A tooltip's content: a heading and lines. */
const tip = (heading, lines) => el("div", { className: "tip" }, el("strong", {}, heading), ...lines.map(line => el("div", {}, line)));

/** A measured value with its band, if it has one. */
const banded = (axis, value, low, high) => `${measured(axis, value)}${typeof low === "number" && typeof high === "number" ? ` (${measured(axis, low)} to ${measured(axis, high)})` : ""}`;

/** Lines with bands. */
function lineOption(chart) {
  const { ink, series: colors } = theme();
  const { at, back, axis: xAxis } = acrossOf(chart.x, [...chart.series.flatMap(s => s.points.map(p => p[0])), chart.chosen?.value]);
  const canShow = value => typeof value === "number" && Number.isFinite(value) && (chart.y.scale !== "log" || value > 0);
  const finite = chart.series.flatMap(s => s.points.map(p => p[1])).filter(canShow);
  const top = Math.max(...finite);
  const series = [];
  chart.series.forEach((line, i) => {
    const color = colors[line.color % colors.length];
    const points = line.points.map(([px, py, low, high]) => [at(px), number(py), number(low), number(high)]);
    const bands = [[]];
    for (const p of points) {
      if (line.isConnected && canShow(p[2]) && canShow(p[3])) bands[bands.length - 1].push(p);
      else bands.push([]);
    }
    const infinite = points.filter(p => p[1] === Infinity);
    series.push({
      type: "line", name: line.name || " ", color, z: 3,
      data: points.map(p => [p[0], canShow(p[1]) ? p[1] : null, p[2], p[3]]),
      symbol: symbols[line.color % symbols.length], symbolSize: 7,
      showSymbol: line.hasMarkers || points.length === 1, connectNulls: false,
      lineStyle: { width: 2, opacity: line.isConnected ? 1 : 0, type: line.isDashed ? "dashed" : "solid" },
      markLine: i === 0 && chart.chosen ? {
        silent: true, symbol: "none", precision: 20, lineStyle: { color: ink, type: [2, 4], width: 1.5 }, data: [{ xAxis: at(chart.chosen.value) }],
        label: { show: false },
      } : undefined,
      markPoint: infinite.length && finite.length ? {
        symbol: "circle", symbolSize: 1, silent: true, label: { formatter: "∞", color, fontSize: 16, fontWeight: "bold" },
        data: infinite.slice(0, 1).map(p => ({ coord: [p[0], top] })),
      } : undefined,
    });
    const bars = line.isConnected ? [] : points.filter(p => canShow(p[1]) && canShow(p[2]) && canShow(p[3])).map(p => [p[0], p[2], p[3]]);
    if (bars.length > 0) {
      series.push({
        type: "custom", name: line.name || " ", color, z: 2, silent: true, tooltip: { show: false }, encode: { x: 0, y: [1, 2] }, clip: true, data: bars,
        renderItem: (_, api) => {
          const [[x1, y1], [x2, y2]] = [api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])];
          return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: 1.5, opacity: 0.5 } };
        },
      });
    }
    for (const band of bands.filter(stretch => stretch.length > 1)) {
      series.push({
        type: "custom", name: line.name || " ", color, z: 1, silent: true, tooltip: { show: false }, encode: { x: 0, y: 1 }, clip: true,
        data: [[band[0][0], band[0][2]]],
        renderItem: (_, api) => ({
          type: "polygon",
          shape: { points: [...band.map(p => api.coord([p[0], p[3]])), ...band.map(p => api.coord([p[0], p[2]])).reverse()] },
          style: { fill: color, opacity: 0.16 },
        }),
      });
    }
  });
  return {
    ...legendOf(chart.series.map(s => s.name).filter(name => name)),
    xAxis,
    yAxis: axisOf(chart.y, chart.series.flatMap(s => s.points.flatMap(([, ...values]) => values)), y, 0.05),
    tooltip: {
      ...base().tooltip, trigger: chart.series.every(s => s.isConnected) ? "axis" : "item",
      formatter: hovered => {
        const items = [hovered].flat();
        return tip(
          `${chart.x.label} ${rounded(back(items[0].value[0]), 6)}`,
          items.filter(item => item.seriesType === "line").map(({ seriesName, value }) => `${seriesName.trim() ? `${seriesName}: ` : ""}${banded(chart.y, value[1], value[2], value[3])}`));
      },
    },
    dataZoom: [{ type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseMove: false, moveOnMouseWheel: false }],
    series,
  };
}

/** A table of values as colours, each with its number. */
function heatOption(chart) {
  const { ink, shades, paper } = theme();
  const { rows, columns } = chart;
  const values = chart.values.map(number);
  const colours = shading(chart.value, values, shades);
  return {
    toolbox: { show: false },
    grid: { ...base().grid, right: 84 },
    xAxis: placesOf(columns.texts, columns.label, { ...x, splitArea: { show: false } }),
    yAxis: placesOf(rows.texts, rows.label, { ...y, nameLocation: "start", inverse: true }),
    visualMap: { ...colours.visualMap, calculable: false, itemHeight: 140, seriesIndex: 0 },
    tooltip: {
      ...base().tooltip,
      formatter: ({ value }) => tip(measured(chart.value, values[value[1] * columns.texts.length + value[0]]), [`${rows.label} ${rows.texts[value[1]]}`, `${columns.label} ${columns.texts[value[0]]}`]),
    },
    series: [{
      type: "heatmap",
      data: values.map((value, i) => [i % columns.texts.length, Math.floor(i / columns.texts.length), colours.of(value) ?? "-"]),
      itemStyle: { borderColor: paper, borderWidth: 2 },
      label: { show: values.length <= 80, formatter: ({ dataIndex }) => measured(chart.value, values[dataIndex]).replace("\u00a0%", "") },
    }, ...(chart.chosen ? [{
      type: "custom", silent: true, data: [chart.chosen], z: 5,
      renderItem: (_, api) => {
        const [[cx, cy], [width, height]] = [api.coord(chart.chosen), api.size([1, 1])];
        return { type: "rect", shape: { x: cx - width / 2 + 1, y: cy - height / 2 + 1, width: width - 2, height: height - 2 }, style: { fill: "none", stroke: ink, lineWidth: 3 } };
      },
    }] : [])],
  };
}

/** The numbers of a chart as a table, for who does not see it. */
function chartTable(chart) {
  const head = chart.kind === "lines" ? [chart.x.label || "x", ...chart.series.map((s, i) => s.name || (chart.series.length > 1 ? `${chart.y.label}, line ${i + 1}` : chart.y.label))]
    : [`${chart.rows.label} \\ ${chart.columns.label}`, ...chart.columns.texts];
  let rows;
  if (chart.kind === "lines") {
    // A line can have several points at one place.
    const lines = chart.series.map(s => {
      const line = new Map();
      for (const p of s.points) line.set(p[0], [...line.get(p[0]) ?? [], p]);
      return line;
    });
    rows = [...new Set(lines.flatMap(line => [...line.keys()]))].sort((a, b) => a - b).flatMap(at => {
      const points = lines.map(line => line.get(at) ?? []);
      return Array.from({ length: Math.max(...points.map(p => p.length)) }, (_, i) => [rounded(at, 12), ...points.map(p => i < p.length ? banded(chart.y, ...p[i].slice(1).map(number)) : "")]);
    });
  } else {
    const width = chart.columns.texts.length;
    rows = chart.rows.texts.map((text, i) => [text, ...chart.values.slice(i * width, (i + 1) * width).map(v => measured(chart.value, number(v)))]);
  }
  return el("table", {},
    el("caption", {}, chart.title),
    el("thead", {}, el("tr", {}, ...head.map(text => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first), ...rest.map(text => el("td", {}, text))))));
}

/** What is filled when it is first opened. */
function fold(summary, fill) {
  const details = el("details", { className: "numbers" }, el("summary", {}, summary));
  details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(fill()); });
  return details;
}

const scrolled = (table, label) => el("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: label }, table);

/** Puts a chart that can be explored in the place of each picture that has one; the picture is printed. */
function hydrate(data) {
  document.querySelectorAll("figure[data-chart]").forEach(figure => {
    const chart = data.charts[Number(figure.dataset.chart)];
    if (!chart) return;
    const { width, height } = figure.querySelector("svg").viewBox.baseVal;
    figure.querySelector("svg").classList.add("print-only");
    const host = el("div", { className: "chart", role: "img", ariaLabel: `${chart.title}. ${chart.description}` });
    host.style.height = `${Math.max(height, 300)}px`;
    figure.classList.add("live");
    figure.style.setProperty("--width", `${Math.max(width, 400)}px`);
    figure.prepend(el("figcaption", { className: "screen-only" }, el("strong", {}, chart.title), ` ${[chart.subtitle, chart.chosen?.label ? `dotted: ${chart.chosen.label}` : "", chart.value?.scale === "log" ? "colours go by ratio" : ""].filter(text => text).join("; ")}`), host);
    figure.append(fold("Its numbers", () => scrolled(chartTable(chart), chart.title)));
    new Figure(host, () => chart.kind === "lines" ? lineOption(chart) : heatOption(chart));
  });
}
