// Where values stand: a chart's axes, their ends and their marks, and the colours of values.

/** The least and the greatest of values on an axis, as it spreads them; null where it can show none. */
function extentOf(isLog, values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? isLog ? [Math.log10(low), Math.log10(high)] : [low, high] : null;
}

/** Where an axis ends: where what it shows does, with a little room; or where it is told to. */
function endsOf({ min, max, scale }, values, room) {
  const isLog = scale === "log";
  const extent = extentOf(isLog, values);
  if (!extent) return { min, max };
  const [low, high] = extent;
  const pad = high > low ? room * (high - low) : isLog ? 0.5 : 0.1 * Math.abs(low) || 0.5;
  const end = value => isLog ? 10 ** value : value;
  return { min: min ?? end(low - pad), max: max ?? end(high + pad) };
}

/** The marks of a logarithmic axis that has few powers of ten; else ECharts knows better. */
function fewMarks({ min, max }) {
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  if (!(last - first <= 3)) return undefined;
  const marks = [];
  for (let power = first; power <= last; power++) for (const factor of [1, 2, 5]) marks.push(Number(`${factor}e${power}`));
  const within = marks.filter(mark => mark >= min && mark <= max);
  return within.length > 1 ? within : evenMarks(min, max);
}

/** Round numbers at equal distances, five or so. */
function evenMarks(min, max) {
  const power = Math.floor(Math.log10((max - min) / 5));
  const step = [1, 2, 5, 10].map(factor => Number(`${factor}e${power}`)).find(step => max - min <= 6 * step);
  const first = Math.ceil(min / step);
  return Array.from({ length: Math.floor(max / step) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** An ECharts axis of one of ours that shows some values; extra settings win. */
function axisOf(axis, values, extra = {}, room = 0.03) {
  const { ink, muted, line } = theme();
  const isLog = axis.scale === "log";
  const ends = endsOf(axis, values, room);
  const customValues = isLog ? fewMarks(ends) : undefined;
  // ECharts marks an end too, which is no round number.
  const isEnd = value => [["min", ends.min], ["max", ends.max]].some(([which, end]) => axis[which] === undefined && Math.abs(value - end) <= 1e-9 * Math.abs(end));
  const text = tick(axis);
  return {
    type: isLog ? "log" : "value",
    name: axis.label,
    nameLocation: "middle",
    nameTextStyle: { color: ink },
    ...ends,
    minInterval: values.every(value => Number.isInteger(value ?? 0)) ? 1 : undefined,
    axisLabel: { color: muted, formatter: value => isEnd(value) ? "" : text(value), hideOverlap: true, customValues },
    axisLine: { show: true, onZero: false, lineStyle: { color: muted } },
    axisTick: { show: false, customValues },
    splitLine: { lineStyle: { color: line }, showMinLine: false, showMaxLine: false },
    ...extra,
  };
}

/** Colours for some values: evenly, or by ratio where they are on a logarithmic axis; infinities have the ends. */
function shading(axis, values, shades) {
  const isLog = axis.scale === "log";
  const [low, high] = extentOf(isLog, values) ?? [0, 1];
  const back = value => measured(axis, isLog ? 10 ** value : value);
  return {
    /** What stands for a value in the data of a series; null where it has no colour. */
    of: value => value === null || value === undefined || Number.isNaN(value) ? null : Math.min(high, Math.max(low, isLog ? value > 0 ? Math.log10(value) : low : value)),
    visualMap: {
      type: "continuous", min: low, max: high, show: low < high, right: 0, top: "middle", itemWidth: 12, itemHeight: 110, hoverLink: false,
      inRange: { color: low < high ? shades : [shades[Math.floor(shades.length / 2)]] }, textStyle: { color: theme().ink }, text: [back(high), back(low)], formatter: back,
    },
    note: isLog ? "Colours go by ratio." : "",
  };
}

/** Whether trials differ in a column: in its value, or in that some have none. */
const varies = column => column.distinct > 1 || (column.distinct === 1 && column.values.includes(null));

/** An axis of places for words, or for numbers that were tried; where they are few each has its name, in so many pixels for all. */
function placesOf(texts, label, extra = {}, room = 280) {
  const { ink, muted } = theme();
  const areFew = texts.length <= 8;
  const names = toldApart(texts, areFew ? Math.max(5, Math.floor(room / texts.length / 7)) : 16);
  return {
    type: "category",
    data: texts,
    name: label,
    nameLocation: "middle",
    nameTextStyle: { color: ink },
    axisLabel: { color: muted, hideOverlap: !areFew, formatter: (_, i) => names[i], interval: areFew ? 0 : "auto" },
    axisLine: { onZero: false, lineStyle: { color: muted } },
    ...extra,
  };
}

const x = { nameGap: 26 };
const y = { nameLocation: "end", nameTextStyle: { align: "left" }, nameGap: 12 };

/** The horizontal axis of some values: where each stands on it, and which one stands at a place. */
function acrossOf(axis, values) {
  const itself = { at: value => value, back: place => place };
  if (axis.scale !== "logWithZero") return { ...itself, axis: axisOf(axis, values, x) };
  // Few values that were tried have a place each.
  if (axis.at.length > 0) {
    return { at: value => axis.at.indexOf(value), back: place => axis.at[place], axis: placesOf(axis.at.map(v => rounded(v, 6)), axis.label, { ...x, boundaryGap: true }) };
  }
  const extent = extentOf(true, values);
  if (!extent) return { ...itself, axis: axisOf({ ...axis, scale: "linear" }, values, x) };
  // Else ratios, as the drawn picture has them, and 0 before the least.
  const [low, high] = extent;
  const gap = (high - low || 1) / 8;
  const zero = low - gap;
  const back = place => place < low - gap / 2 ? 0 : 10 ** place;
  const powers = Array.from({ length: Math.max(0, Math.floor(high) - Math.ceil(low) + 1) }, (_, i) => Math.ceil(low) + i);
  const ends = { min: zero - gap / 2, max: high + gap / 2 };
  const { axisLabel, ...linear } = axisOf({ ...axis, ...ends, scale: "linear" }, [], x);
  const customValues = [zero, ...(powers.length > 1 ? powers : [low, high])];
  return {
    at: value => value > 0 ? Math.log10(value) : zero, back,
    axis: { ...linear, axisLabel: { ...axisLabel, customValues, formatter: place => rounded(back(place), 2) }, splitLine: { show: false } },
  };
}
