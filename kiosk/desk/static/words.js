// Three words: completing them while they are typed, and what was probably meant where one of them is a slip.

import { Refusal, readBytes } from "./decode.js";

const LONGEST = 200;
const SMALL = ["de", "het", "een", "en", "dan"];

// The words in what someone typed. Of more than three the small ones are left out: on the telephone people say
// "de camera, de vuilbak en dan een school".
export function split(typed) {
  const words = typed.length <= LONGEST ? typed.match(/\p{L}+/gu) ?? [] : [];
  return words.length <= 3 ? words : words.filter((word) => !SMALL.includes(fold(word)));
}

// Lower case without accents, as the words stand in the list.
export function fold(word) {
  return word.trim().toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
}

// Nouns that begin so, the list's own order; where none does, those that are a slip away.
export function complete(begun, nouns, most = 6) {
  const folded = fold(begun);
  if (!folded || folded.length > 12) return [];
  const starting = nouns.filter(([word]) => word.startsWith(folded));
  if (starting.length || folded.length < 4) return starting.slice(0, most);
  return alike(folded, nouns).sort((a, b) => a.distance - b.distance).map((found) => nouns[found.place]).slice(0, most);
}

// { record } for three right words, { guesses: [{ words, record }] } to be asked for what may have been meant, the
// likeliest first: who reads from the right may say them the last one first, and one may be a slip. Throws a Refusal.
// Wrong words pass as right ones by a chance of one in `states.checks`.
export async function readWords(typed, nouns, states) {
  if (!states) throw new Refusal("CatalogueTooLarge");
  if (typed.length !== 3) throw new Refusal("NotThreeWords");
  const words = typed.map((word) => fold(word).slice(0, 20));
  const places = words.map((word) => nouns.findIndex(([noun]) => noun === word));
  const unknown = [0, 1, 2].filter((position) => places[position] < 0);
  if (!unknown.length) {
    const record = await readBytes(places, states);
    if (record) return { record, words };
    const backwards = await readBytes([...places].reverse(), states);
    if (backwards) return { guesses: [{ words: [...words].reverse(), record: backwards }] };
  }
  const guesses = unknown.length > 1 ? [] : await guess(words, places, unknown, nouns, states);
  if (guesses.length) return { guesses };
  throw unknown.length ? new Refusal("UnknownWord", typed[unknown[0]].slice(0, 20)) : new Refusal("WordsDoNotMatch");
}

async function guess(words, places, unknown, nouns, states) {
  const found = [];
  for (const position of unknown.length ? unknown : [0, 1, 2])
    for (const { distance, place } of alike(words[position], nouns)) {
      const record = await readBytes(put(places, position, place), states);
      if (record) found.push({ distance, words: put(words, position, nouns[place][0]), record });
    }
  return found.sort((a, b) => a.distance - b.distance);
}

function put(list, position, value) {
  return list.map((each, place) => (place === position ? value : each));
}

// The other nouns that are a slip away: one edit in words up to four letters, two in longer ones.
function alike(word, nouns) {
  return nouns.map(([noun], place) => ({ noun, place, allowed: noun.length <= 4 ? 1 : 2 }))
    .filter(({ noun, allowed }) => noun !== word && Math.abs(word.length - noun.length) <= allowed)
    .map(({ noun, place, allowed }) => ({ place, allowed, distance: edits(word, noun) }))
    .filter(({ distance, allowed }) => distance <= allowed);
}

// Letters to add, leave out, change or swap with a neighbour to get from one word to the other.
export function edits(one, other) {
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const earlier = before;
    before = row;
    row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        row[j] = Math.min(row[j], earlier[j - 2] + 1);
    }
  }
  return row.at(-1);
}
