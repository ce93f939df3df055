// 28 letters, or three bytes, → a record. docs/handoff-format.md is the contract; kiosk/handoff/ does the same.

export class Refusal extends Error {
  // `kind` is a key of the catalogue's `refusals`: the one sentence to show. `word` fills its {word}.
  constructor(kind, word = "") {
    super(kind);
    this.kind = kind;
    this.word = word;
  }
}

export const LETTERS = 28;
const ALPHABET = "CBDEFGHIJKLNRTUV";
const LONGEST = 2048;
const START = "CB"; // format 1
// As Python's str.isprintable: no control, private or unassigned character, and of the blanks only the usual ones.
const STRANGE = /[^\P{C}\t\r\n]|[^\P{Z} ]/u;
const VALUES = new Map([...ALPHABET].flatMap((letter, value) => [[letter, value], [letter.toLowerCase(), value]]));

// The record in what a scanner or a person typed, in either case, with anything before or behind it.
export function readLetters(typed) {
  if (typed.length > 2 * LONGEST || STRANGE.test(typed) || [...typed].length > LONGEST) throw new Refusal("StrangeInput");
  const first = search(typed);
  if (!(first instanceof Refusal)) return first;
  const closedUp = search(typed.replace(/[ \t\r\n-]/g, ""));
  if (closedUp instanceof Refusal) throw first;
  return closedUp;
}

// The first 28 letters in a row whose checksum holds; otherwise the refusal that says most.
function search(typed) {
  const values = [];
  let longest = 0;
  let failure = null;
  for (const character of typed) {
    const value = VALUES.get(character);
    if (value === undefined) {
      values.length = 0;
      continue;
    }
    values.push(value);
    longest = Math.max(longest, values.length);
    if (values.length < LETTERS) continue;
    const read = unpack(values.slice(-LETTERS));
    if (!(read instanceof Refusal)) return read;
    if (read.kind !== "UnknownFormat") failure = read; // the right first letters and 28 in a row: this was ours
    else failure ??= read;
  }
  if (failure) return failure;
  // Half a code still begins as a code; a shorter run is just a word such as "geldige".
  const half = typed.toUpperCase().includes(START) && longest >= LETTERS / 2;
  return new Refusal(half ? "Truncated" : "NoCode");
}

function unpack(values) {
  const bytes = Array.from({ length: LETTERS / 2 }, (_, i) => 16 * values[2 * i] + values[2 * i + 1]);
  const two = (i) => 256 * bytes[i] + bytes[i + 1];
  if (bytes[0] !== 1) return new Refusal("UnknownFormat");
  if (crc16(bytes.slice(0, 12)) !== two(12)) return new Refusal("BadChecksum");
  const checklist = Array.from({ length: 8 }, (_, i) => (two(9) >> (2 * i)) & 3);
  if (checklist.includes(3)) return new Refusal("BadField");
  return { content: two(1), site: two(3), walkthrough: two(5), step: bytes[7], language: bytes[8], checklist,
           reason: bytes[11] };
}

export function writeLetters(record) {
  const halves = (number) => [number >> 8, number & 255];
  const answers = record.checklist.reduce((sum, answer, place) => sum | (answer << (2 * place)), 0);
  const body = [1, ...halves(record.content), ...halves(record.site), ...halves(record.walkthrough), record.step,
                record.language, ...halves(answers), record.reason];
  return [...body, ...halves(crc16(body))].map((byte) => ALPHABET[byte >> 4] + ALPHABET[byte & 15]).join("");
}

// CRC-16/IBM-3740: "123456789" gives 0x29B1.
export function crc16(bytes) {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let i = 0; i < 8; i++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

// Every state of the catalogue, counted; null when three words cannot tell them apart.
export function countStates(catalogue) {
  for (const [detail, least] of [["EXACT", 16], ["FIRST", 8], ["NOTHING", 1]]) {
    const counted = countIn(detail, catalogue);
    if (counted.checks >= least) return counted;
  }
  return null;
}

function countIn(detail, catalogue) {
  const blocks = [];
  let size = 0;
  const add = (walkthrough, step, troubles, needs) => {
    const reasons = [0, ...troubles.map((trouble) => trouble.number).sort((a, b) => a - b), 255];
    const checklists = detail === "EXACT" ? 3 ** needs : detail === "FIRST" ? needs + 2 : 1;
    blocks.push({ first: size, walkthrough, step, reasons, needs, checklists });
    size += reasons.length * checklists * 24;
  };
  add(0, 0, [], 0);
  for (const number of Object.keys(catalogue.walkthroughs).map(Number).sort((a, b) => a - b)) {
    const walkthrough = catalogue.walkthroughs[number];
    const needs = Math.min(walkthrough.needs.length, 8);
    add(number, 0, [], needs);
    for (const step of [...walkthrough.steps].sort((a, b) => a.number - b.number))
      add(number, step.number, step.troubles ?? [], needs);
  }
  return { detail, blocks, size, checks: Math.floor(2 ** 24 / size), version: catalogue.version };
}

// The record of the places of three words in the list of nouns; null when their check does not hold.
export async function readBytes([a, b, c], states) {
  const { detail, blocks, size, checks, version } = states;
  let value = (a << 16) | (b << 8) | c;
  value ^= value >> 12;
  for (const inverse of [0x69e44f, 0xb382c9]) {
    value = Math.imul(value, inverse) & 0xffffff;
    value ^= value >> 12;
  }
  const state = value % size;
  const six = new DataView(new ArrayBuffer(6));
  six.setUint16(0, version);
  six.setUint32(2, state);
  const digest = new DataView(await crypto.subtle.digest("SHA-256", six.buffer));
  if (digest.getUint32(0) % checks !== Math.floor(value / size)) return null;
  const block = blocks.findLast((block) => block.first <= state);
  const within = Math.floor((state - block.first) / 24);
  const told = within % block.checklists;
  const checklist = Array.from({ length: 8 }, (_, place) => answer(detail, told, place, block.needs));
  return { content: version, site: 0, walkthrough: block.walkthrough, step: block.step,
           language: (state - block.first) % 24, checklist,
           reason: block.reasons[Math.floor(within / block.checklists)] };
}

function answer(detail, told, place, needs) {
  if (place >= needs || detail === "NOTHING") return 0;
  if (detail === "EXACT") return Math.floor(told / 3 ** place) % 3;
  return told === 1 ? 1 : told === 2 + place ? 2 : 0;
}
