// The page as it starts. Without this script the tables and the drawn pictures stand there.

/** Copies the best point's settings; where no clipboard may be written, they are selected. */
function copies() {
  const button = document.getElementById("copy");
  if (!button) return;
  button.hidden = false;
  const settings = document.getElementById("settings");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(settings.textContent);
      button.textContent = "copied";
    } catch {
      getSelection().selectAllChildren(settings);
      button.textContent = "selected: copy with Ctrl+C";
    }
  });
}

/** What is folded is printed too. */
function prints() {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main > details:not([open]), section > details:not([open]):not(.trials)")];
    for (const details of folded) details.open = true;
    if (document.documentElement.dataset.ready !== undefined) Figure.print(true);
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
    if (Figure.isPrinting) Figure.print(false);
  });
}

/** The linked charts and the table of all trials. */
function explore(data) {
  const view = new View(data);
  const table = new TrialTable(data, view);
  const section = document.getElementById("explore");
  if (!section) return;
  section.replaceChildren();
  if (data.metric >= 0) new Exploration(data, view, i => table.open(i)).draw(section);
  table.draw(section);
  section.className = "live";
  addEventListener("hashchange", () => location.reload());
}

async function start() {
  copies();
  prints();
  const data = await readData();
  await loadCharts();
  hydrate(data);
  if (data.columns) explore(data);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => Figure.renew());
  new ResizeObserver(() => Figure.fit()).observe(document.body);
  document.documentElement.dataset.ready = "";
  performance.mark("ready");
}

start();
