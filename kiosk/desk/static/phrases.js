// What to say to the person, in their language: written, as it sounds, in Dutch, and aloud.

import { $, element, icon, show } from "./dom.js";

const PLAY = "\ue050";
const STOP = "\ue047";
let playing = null; // { sound, stop }

export function showPhrases(number, catalogue) {
  stop();
  const known = number in catalogue.languages;
  show($("choose-language"), !known);
  if (!known) offerLanguages(catalogue);
  fill(catalogue.languages[number] ?? catalogue.languages[1], catalogue);
}

function offerLanguages(catalogue) {
  const list = $("languages");
  list.replaceChildren(...Object.entries(catalogue.languages).map(([number, { dutch }]) =>
    element("option", { value: number }, dutch)));
  list.onchange = () => {
    stop();
    fill(catalogue.languages[list.value], catalogue);
  };
}

function fill(language, catalogue) {
  $("phrases").replaceChildren(...language.phrases.map((phrase) => card(phrase, language, catalogue.phrases[phrase.of])));
  show($("unread"), !language.reviewed);
}

function card(phrase, language, dutch) {
  const translated = phrase.words !== dutch;
  return element("li", {},
    element("p", { class: "words", lang: language.code, dir: language.dir }, phrase.words),
    phrase.latin ? element("p", { class: "quiet latin" }, `“${phrase.latin}”`) : "",
    translated ? element("p", { class: "quiet" }, dutch) : "",
    phrase.sound ? playButton(phrase.sound, dutch) : "");
}

function playButton(address, dutch) {
  const label = element("span", {}, "Laat horen");
  const sign = icon(PLAY);
  const button = element("button", { type: "button", class: "outline", "aria-label": `Laat horen: ${dutch}` }, sign, label);
  const asks = (glyph, words) => {
    sign.textContent = glyph;
    label.textContent = words;
    button.setAttribute("aria-label", `${words}: ${dutch}`);
  };
  button.addEventListener("click", async () => {
    const again = playing?.button === button;
    stop();
    if (again) return;
    const sound = new Audio(address);
    playing = { button, stop: () => { sound.pause(); asks(PLAY, "Laat horen"); } };
    sound.addEventListener("ended", () => playing?.button === button && stop());
    asks(STOP, "Stop");
    $("silent").textContent = "";
    try {
      await sound.play();
    } catch (reason) {
      if (playing?.button !== button || reason.name === "AbortError") return; // stopped before it began
      stop();
      $("silent").textContent = "Dit toestel speelt het geluid niet. Lees de zin zelf voor.";
    }
  });
  return button;
}

export function stop() {
  playing?.stop();
  playing = null;
}
