// A scanner that types while no field has the focus, such as when the last person's sheet is still on the screen.
// Nothing happens until its Enter or Tab, and then only if a whole code came in.

import { Refusal, readLetters } from "./decode.js";

const LONGEST = 2048;
const SURELY_TYPING = 8; // characters after which a blank is the scanner's, and not a press on a button

export function holdsCode(typed) {
  try {
    return Boolean(readLetters(typed));
  } catch (refusal) {
    if (refusal instanceof Refusal) return false;
    throw refusal;
  }
}

export function listen(found) {
  let typed = "";
  const forget = () => { typed = ""; };
  document.addEventListener("focusin", forget);
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.length === 1) {
      typed = (typed + event.key).slice(-LONGEST);
      if (typed.length > SURELY_TYPING) event.preventDefault(); // no click by a blank, no search by a slash
    } else if (event.key === "Enter" || event.key === "Tab") {
      const scanned = typed;
      forget();
      if (!holdsCode(scanned)) return;
      event.preventDefault();
      found(scanned);
    }
  });
}
