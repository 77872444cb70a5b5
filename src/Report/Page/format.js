// How numbers read: as in the rest of the report. What was set is exact, what was measured is rounded.

const rounded = (value, digits) => {
  const short = Number(value.toPrecision(digits));
  const size = Math.abs(short);
  return (size !== 0 && (size < 1e-3 || size >= 1e6) ? short.toExponential().replace("e+", "e") : String(short)).replace("-", "−").replace("e−", "e-");
};

const sign = value => value > 0 ? "∞" : "−∞";

/** A value on an axis ({isPercent}) that was measured. */
function measured(axis, value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return sign(value);
  return axis.isPercent ? (100 * value).toFixed(1).replace("-", "−") + "\u00a0%" : rounded(value, 4);
}

/** A value of a column as a table shows it. */
function cell(column, value) {
  if (value === null) return "";
  if (column.words) return column.words[value];
  return column.isMeasured ? measured(column, value) : String(value).replace("e+", "e");
}

/** A tick of an axis. */
const tick = axis => value => axis.isPercent ? `${Number((100 * value).toPrecision(4))}\u00a0%` : rounded(value, 6);

/** A name where there is room for so many characters: its middle is left out, since names often differ at their ends. */
function shortened(text, most) {
  const characters = [...text];
  const kept = (most - 1) / 2;
  return characters.length <= most ? text : `${characters.slice(0, Math.ceil(kept)).join("")}…${characters.slice(-Math.floor(kept)).join("")}`;
}

/** Names where there is room for so many characters each; those of a few that would come out the same begin where they differ, with the word that does. */
function toldApart(names, most) {
  const short = names.map(name => shortened(name, most));
  if (names.length > 50) return short;
  return names.map((name, i) => {
    const alike = names.filter((other, j) => short[j] === short[i] && other !== name);
    if (alike.length === 0) return short[i];
    const characters = [...name];
    let same = 0;
    while (same < characters.length && alike.every(other => [...other][same] === characters[same])) same++;
    let start = same;
    while (start > 0 && /[^\s_=,.-]/u.test(characters[start - 1])) start--;
    const rest = characters.slice(same - start < most / 2 ? start : same);
    return rest.length < most ? `…${rest.join("")}` : `…${rest.slice(0, most - 2).join("")}…`;
  });
}

/** A number that somebody has typed: "0.01", "95 %", or nothing. */
function typed(text, isPercent) {
  const value = Number.parseFloat(text.replace("−", "-"));
  return Number.isNaN(value) ? null : isPercent ? value / 100 : value;
}
