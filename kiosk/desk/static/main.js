// The page: what stands in its address is read and shown, whether a camera opened it, a scanner typed it or a hand did.

import { deskButtons, guardButtons } from "./buttons.js";
import { combobox } from "./combobox.js";
import { Refusal, countStates } from "./decode.js";
import { $, element, noun, show } from "./dom.js";
import { keepOffline } from "./offline.js";
import { stop } from "./phrases.js";
import { address, read } from "./read.js";
import { showSheet } from "./sheet.js";
import { holdsCode, listen } from "./wedge.js";

const NOT_LOADED = "Er is nu geen internet, en deze pagina is hier nog niet eerder geopend. Tik op de kiosk op " +
  "“Voor de medewerker”: daar staat hetzelfde.";
const ONLY_SECURE = "De drie woorden werken alleen op een adres dat met https begint. Scan de code.";

const field = $("typed");
let opened = "";
const catalogue = await load("/catalogus.json");
const pictures = catalogue ? (await load("/beelden/lijst.json")) ?? {} : {};
const states = catalogue && countStates(catalogue);
const completion = combobox(catalogue?.nouns ?? []);
show($("loading"), false);

async function load(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

// What someone typed or scanned: to its address, if it means something.
async function enter(typed) {
  try {
    const found = await read(typed, catalogue.nouns, states);
    if (found.guesses) ask(found.guesses);
    else go(address(found));
  } catch (refused) {
    refuse(refused, typed);
  }
}

// A new address also leaves the request behind that the page was opened for: its buttons belong to another code.
function go(fragment) {
  history.pushState(null, "", location.pathname + (fromQueue() ? "?vraag" : "") + (fragment && `#${fragment}`));
  open();
}

// What stands in the address: the sheet, or the field to type in.
async function open() {
  opened = location.href;
  show($("queue"), fromQueue());
  stop();
  const typed = fragment();
  if (!typed || !catalogue) return openEntry(catalogue ? "" : NOT_LOADED);
  try {
    const found = await read(typed, catalogue.nouns, states);
    if (location.href === opened) (found.guesses ? openQuestion : openSheet)(found);
  } catch (refused) {
    openEntry("");
    refuse(refused, "");
  }
}

function openQuestion({ guesses }) {
  openEntry("");
  ask(guesses);
}

function openSheet({ record, words }) {
  show($("entry"), false);
  show($("sheet"), true);
  showSheet(record, words, catalogue, pictures);
  $("buttons").replaceChildren();
  deskButtons($("buttons"), (kiosk) => { $("head").textContent = `Hulpvraag · ${kiosk}`; });
  scrollTo(0, 0);
  $("sheet").focus({ preventScroll: true });
}

// Whether it was opened from the desk, so that there is a way back to it.
function fromQueue() {
  return new URLSearchParams(location.search).has("vraag");
}

function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1); // a stray % is somebody else's; it will be refused like anything else
  }
}

function openEntry(sentence) {
  $("head").textContent = document.title = "Hulpvraag";
  show($("sheet"), false);
  show($("entry"), true);
  show($("question"), false);
  fill("");
  $("refusal").textContent = sentence;
  field.focus();
}

function fill(words) {
  field.value = words;
  field.removeAttribute("aria-invalid");
  completion.close();
  completion.showKnown();
}

// One sentence, and nothing else. Words are kept, to be mended; anything else would only be in the next scan's way.
function refuse(refused, typed) {
  if (!(refused instanceof Refusal) && crypto.subtle) throw refused;
  const sentence = refused instanceof Refusal ? catalogue.refusals[refused.kind] : ONLY_SECURE;
  const ofWords = ["NotThreeWords", "UnknownWord", "WordsDoNotMatch"].includes(refused.kind);
  if ($("entry").hidden) openEntry("");
  fill(ofWords ? typed : "");
  field.setAttribute("aria-invalid", "true");
  $("refusal").textContent = sentence.replace("{word}", refused.word ?? "");
  show($("question"), false);
  field.focus();
}

function ask(guesses) {
  const nouns = (words) => words.map((word) => noun(catalogue.nouns.find(([name]) => name === word)));
  $("refusal").textContent = "";
  completion.close();
  $("guesses").replaceChildren(...guesses.slice(0, 3).map(({ words }) => element("li", {},
    element("button", { type: "button", class: "outline", click: () => go(words.join("-")) }, ...nouns(words)))));
  show($("question"), true);
  $("question").focus();
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (catalogue) enter(field.value);
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !holdsCode(field.value)) return; // some scanners end with Tab
  event.preventDefault();
  enter(field.value);
});
$("none").addEventListener("click", () => {
  show($("question"), false);
  field.focus();
});
$("another").addEventListener("click", () => go(""));
for (const moved of ["hashchange", "popstate"]) addEventListener(moved, () => location.href !== opened && open());
guardButtons($("buttons"));
listen(enter);
open();
keepOffline(() => show($("ready"), true));
