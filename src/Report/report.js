// A click on a heading sorts by that column: numbers by size, texts by letters.
for (const heading of document.querySelectorAll("th")) {
  heading.querySelector("button").addEventListener("click", () => {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = heading.closest("table").tBodies[0];
    const key = row => row.cells[heading.cellIndex].textContent;
    const number = text => text.startsWith("∞") ? Infinity : text.startsWith("−∞") ? -Infinity : parseFloat(text);
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [number(key(a)), number(key(b))];
      if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;
      return (isNaN(x) ? key(a).localeCompare(key(b)) : x - y) * (descending ? -1 : 1);
    });
    body.append(...rows);
  });
}
