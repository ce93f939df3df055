// Reads a part of the page aloud, sentence by sentence, and lights what is heard. Without it the page is whole.
"use strict";

const ROOT = new URL(".", document.currentScript.src);
const PAUSE = 300; // ms between two sentences, as on the kiosk
const player = document.getElementById("_player");
let reading = null; // what is read now: its button, its lines, which of them is heard

function begin(button) {
  const part = button.closest("[data-reads]");
  reading = { button, lines: [...part.querySelectorAll("[data-sound]")], at: -1, wait: 0 };
  button.classList.add("reading");
  next(reading);
}

function next(mine) {
  if (mine !== reading) return;
  dark();
  mine.at += 1;
  const line = mine.lines[mine.at];
  if (!line) return end();
  player.src = new URL(line.dataset.sound, ROOT);
  player.play().catch(() => {}); // a sound that is missing is an error of the player, and skipped there
}

function end() {
  if (!reading) return;
  clearTimeout(reading.wait);
  player.pause();
  dark();
  reading.button.classList.remove("reading");
  reading = null;
}

// A sentence is lit once it sounds, and in it the word that is heard, where the browser can light a word.

function lit() {
  const line = reading?.lines[reading.at];
  if (!line) return;
  line.classList.add("lit");
  line.scrollIntoView({ block: "nearest" });
  const words = rangesOf(line);
  const times = line.dataset.words.split(" ").filter(Boolean).map((pair) => pair.split(":").map(Number));
  const follow = () => {
    if (reading?.lines[reading.at] !== line || player.paused) return;
    const heard = times.filter(([, ms]) => ms <= player.currentTime * 1000).pop();
    if (heard && words[heard[0]]) CSS.highlights.set("word", new Highlight(words[heard[0]]));
    requestAnimationFrame(follow);
  };
  if (times.length && CSS.highlights) follow();
}

function dark() {
  for (const line of document.querySelectorAll(".lit")) line.classList.remove("lit");
  CSS.highlights?.delete("word");
}

// Words are what blanks part, as the kiosk counts them; a Dutch name inside a sentence is an element of its own.
function rangesOf(line) {
  const ranges = [];
  const pieces = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let open = false;
  while (pieces.nextNode()) {
    const text = pieces.currentNode.data;
    for (let at = 0; at < text.length; at += 1) {
      if (/\s/.test(text[at])) {
        open = false;
        continue;
      }
      if (!open) {
        const range = new Range();
        range.setStart(pieces.currentNode, at);
        ranges.push(range);
        open = true;
      }
      ranges.at(-1).setEnd(pieces.currentNode, at + 1);
    }
  }
  return ranges;
}

player.addEventListener("playing", lit);
for (const over of ["ended", "error"]) {
  player.addEventListener(over, () => {
    const mine = reading;
    if (mine) mine.wait = setTimeout(() => next(mine), PAUSE);
  });
}

for (const button of document.querySelectorAll("button.read")) {
  const part = button.closest("[data-reads]");
  if (part.querySelector("[data-sound]")) button.hidden = false;
}

// Any press silences the voice; a finger that only scrolls is no press.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.read");
  const again = button && button === reading?.button;
  end();
  if (button && !again) begin(button);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") end();
});
window.addEventListener("pagehide", end);
