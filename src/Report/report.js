// A click on a heading sorts by that column: numbers by size, texts by letters.
for (const button of document.querySelectorAll("th button")) {
  const heading = button.closest("th");
  button.addEventListener("click", () => {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = heading.closest("table").tBodies[0];
    const key = row => row.cells[heading.cellIndex].textContent;
    // The number that a cell begins with: "95.5 ± 0.3 %" is 95.5; "3-layer NN" is a name, and so is an empty cell.
    const number = text => {
      const word = text.split(/\s/)[0].replace("−", "-").replace("∞", "Infinity");
      return word === "" ? NaN : Number(word);
    };
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [number(key(a)), number(key(b))];
      if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;
      const order = isNaN(x) ? key(a).localeCompare(key(b)) : x < y ? -1 : x > y ? 1 : 0;
      return descending ? -order : order;
    });
    body.append(...rows);
  });
}
