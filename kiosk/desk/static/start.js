// Begins a page. One of its scripts may not arrive, on a library's wifi; then none of them runs: a sheet stays empty, a
// list stands still and rings for nobody. So the page is loaded again, once, and after that it says so.
// Until its scripts are there, what a scanner types is kept for them.

const HALF = "Deze pagina kwam niet helemaal aan. Laad ze opnieuw.";
const { begins, says } = document.currentScript.dataset; // the script, and the id of where it is said
const typed = [];
const keep = (event) => typed.push(event);

addEventListener("keydown", keep);
addEventListener("DOMContentLoaded", () => import(begins).then(typeAgain, sayHalf));

function typeAgain() {
  removeEventListener("keydown", keep);
  for (const event of typed) document.body.dispatchEvent(new KeyboardEvent(event.type, event));
}

function sayHalf(fault) {
  if (performance.getEntriesByType("navigation")[0].type !== "reload") return location.reload();
  const place = document.getElementById(says);
  place.textContent = HALF;
  place.hidden = false;
  throw fault;
}
