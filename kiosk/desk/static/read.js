// What was scanned, typed or stands in the address → what it means. One way for all ways in.

import { readLetters, writeLetters } from "./decode.js";
import { readWords, split } from "./words.js";

// { record, sure: true } for letters, { record, sure: false, words } for words, { guesses } to be asked.
// Throws a Refusal.
export async function read(typed, nouns, states) {
  try {
    return { record: readLetters(typed), sure: true };
  } catch (refusal) {
    if (refusal.kind !== "NoCode" || !onlyWords(typed)) throw refusal;
  }
  return { ...(await readWords(split(typed), nouns, states)), sure: false };
}

// Letters with only what may stand between words: anything else was no attempt at three words.
function onlyWords(typed) {
  return /^[\p{L}\p{M}\s,.;·+-]+$/u.test(typed) && split(typed).length > 0;
}

// The part of the address that leads here again.
export function address(found) {
  return found.sure ? writeLetters(found.record) : found.words.join("-");
}
