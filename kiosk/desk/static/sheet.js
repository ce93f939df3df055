// A record → the sheet on the screen.

import { $, element, show } from "./dom.js";
import { leafThrough } from "./leaf.js";
import { showPhrases } from "./phrases.js";
import { tell } from "./tell.js";

// `words`: the three words, where the code came in that way and is only probable. `pictures`: the list of addresses.
export function showSheet(record, words, catalogue, pictures) {
  const told = tell(record, catalogue);
  $("head").textContent = told.site ? `Hulpvraag · kiosk ${told.site}` : "Hulpvraag";
  document.title = `Hulpvraag: ${told.service}`;
  $("probable").textContent = words
    ? `Waarschijnlijk is dit de vraag (${words.join(", ")}). Klopt het met het scherm van de burger?` : "";
  show($("probable"), Boolean(words));
  show($("other"), !told.sameContent);
  show($("late"), catalogue.walkthroughs[record.walkthrough]?.review_by < today());

  $("service").textContent = told.service;
  line("step", told.way ? `Stap ${told.way[0]} van ${told.way[1]}: ${told.step}` : told.step);
  line("reason", told.reason && `“${told.reason}”`);
  $("language").textContent = told.language;
  line("has", told.has.length ? `Heeft: ${listed(told.has)}` : "");
  line("lacks", told.lacks.length ? `Mist: ${listed(told.lacks)}` : "");
  $("todo").replaceChildren(...told.todo.map((words) => element("li", {}, element("span", {}, words))));
  $("silent").textContent = "";
  showPhrases(record.language, catalogue);

  const code = catalogue.languages[record.language]?.code ?? "nl";
  const pictureOf = (step) => pictures[`${record.walkthrough}/${step}/${code}`];
  const seen = pictureOf(record.step);
  show($("picture"), Boolean(seen));
  $("seen").onerror = () => show($("picture"), false); // no network, and never looked at before
  $("seen").alt = `Het scherm van de kiosk, taal ${told.language}: ${told.step}`;
  if (seen) $("seen").src = seen;
  else $("seen").removeAttribute("src");
  leafThrough(catalogue.walkthroughs[record.walkthrough], record.step, pictureOf);
}

// "2026-11-23", here; Sweden writes dates so. What is not known compares as false.
const today = () => new Date().toLocaleDateString("sv-SE");

function line(id, words) {
  $(id).textContent = words;
  show($(`${id}-row`), Boolean(words));
}

// "uw kaart, uw nieuwe adres": labels are written to stand alone. An abbreviation keeps its capital.
function listed(labels) {
  return labels.map((label) => (/^\p{Lu}\p{Lu}/u.test(label) ? label : label[0].toLowerCase() + label.slice(1))).join(", ");
}
