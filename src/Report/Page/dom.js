// Elements and the data that the page holds. All text goes in as text: nothing that a store holds becomes markup.

/** An element with properties (or, where there is no such property, attributes) and children. */
function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** The text of a block of data: base64 of what was deflated. */
async function inflated(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), c => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
}

/** JSON has no infinities; they come as words. */
const number = value => value === "inf" ? Infinity : value === "-inf" ? -Infinity : value;

async function readData() {
  const data = JSON.parse(await inflated("data"));
  if (!data.columns) return data;
  for (const column of data.columns) column.values = column.values.map(number);
  data.best = data.best.map(number);
  return data;
}

/** Runs ECharts, which the page's policy knows by its hash. */
async function loadCharts() {
  const script = document.createElement("script");
  script.textContent = await inflated("echarts");
  document.head.append(script);
  script.remove();
}
