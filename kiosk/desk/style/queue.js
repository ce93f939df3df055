// The queue, live: the list comes whole from the server; here it is only put in place, and rung for. Without this script
// the page works too, and is renewed by hand.
import { readLetters, writeLetters } from "/statisch/decode.js";
import { UNREACHED, asked, guardForms } from "/statisch/reach.js";
import { listen as listenToScanner } from "/statisch/wedge.js";

const SILENCE = 50_000; // ms; the desk says something every 20 s

const list = document.getElementById("lijst");
const news = document.getElementById("nieuws");
const trouble = document.getElementById("storing");
const sound = document.getElementById("geluid");
const title = document.title;

const waiting = () => [...list.querySelectorAll(".waiting[data-vraag]")];
let known = new Set(waiting().map(card => card.dataset.vraag));

function show(html) {
  const held = document.activeElement?.id;
  list.innerHTML = html;
  if (held && document.activeElement === document.body) document.getElementById(held)?.focus();
  const cards = waiting();
  const fresh = cards.filter(card => !known.has(card.dataset.vraag));
  known = new Set(cards.map(card => card.dataset.vraag));
  count();
  if (!cards.length) calm();
  if (fresh.length) ring(fresh);
  else if (document.body.classList.contains("ringing")) remind();
}

function count() {
  document.title = known.size ? `(${known.size}) ${known.size === 1 ? "Er wacht iemand" : "Er wachten mensen"} · Desk` : title;
}

function ring(cards) {
  for (const card of cards) card.classList.add("new");
  document.body.classList.add("ringing");
  news.textContent = "Nieuwe hulpvraag: " + cards.map(card => card.querySelector("h2").textContent).join(", ");
  remind();
}

function remind() { // and again with every new list, so each minute, until somebody touches the page
  if (sound.getAttribute("aria-checked") === "true") bell();
}

function calm() {
  document.body.classList.remove("ringing");
}
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, calm);

// The sound. A browser lets a page be heard only after somebody has touched it, so the switch says what is really so.
let audio = null;

function bell() {
  [[880, 0], [660, .35], [880, .9], [660, 1.25]].forEach(([pitch, after]) => {
    const tone = audio.createOscillator(), loudness = audio.createGain(), at = audio.currentTime + after;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(.4, at);
    loudness.gain.exponentialRampToValueAtTime(.001, at + .7);
    tone.connect(loudness).connect(audio.destination);
    tone.start(at);
    tone.stop(at + .7);
  });
}

async function hear(on) {
  if (on) {
    audio ??= new AudioContext();
    audio.resume();
    if (audio.state !== "running") await new Promise(done => { audio.onstatechange = done; setTimeout(done, 500); });
  }
  sound.setAttribute("aria-checked", String(on && audio.state === "running"));
}

sound.addEventListener("click", async () => {
  const on = sound.getAttribute("aria-checked") !== "true";
  localStorage.setItem("geluid", on ? "aan" : "uit");
  await hear(on);
  if (on) bell();
});
sound.hidden = false;
if (localStorage.getItem("geluid") === "aan") {
  hear(true);
  document.addEventListener("pointerdown", event => { if (!sound.contains(event.target)) hear(true); }, { once: true });
}

// The line to the server. EventSource comes back by itself, except when it was refused; and it never notices a network
// that swallows everything, as when a telephone leaves the wifi. So a line that says nothing counts as broken.
let line, silence;

function listen() {
  line = new EventSource("/wachtrij");
  line.addEventListener("lijst", event => { heard(); show(event.data); });
  line.addEventListener("leeft", heard);
  line.onopen = heard;
  line.onerror = () => line.readyState === EventSource.CLOSED ? lost() : warn();
  expect();
}

function heard() {
  trouble.hidden = true;
  expect();
}

function expect() {
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE);
}

function warn(sentence = "Geen verbinding met de desk. Deze lijst kan verouderd zijn. Wij proberen het opnieuw.") {
  trouble.textContent = sentence;
  trouble.hidden = false;
}

async function lost() {
  clearTimeout(silence);
  line.close();
  warn();
  if (await asked() === 401) location.assign("/aanmelden");
  else setTimeout(listen, 3000);
}

addEventListener("offline", () => warn());
guardForms(document.getElementById("tik"), () => { warn(UNREACHED); scrollTo(0, 0); });

// A scanner that types while the list is open: the page of who waits there, or else of that code.
listenToScanner(scanned => {
  const letters = writeLetters(readLetters(scanned));
  const waits = list.querySelectorAll(`a[href$="#${letters}"]`);
  location.assign(waits.length === 1 ? waits[0].href : `/h?vraag#${letters}`);
});
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });

count();
listen();
