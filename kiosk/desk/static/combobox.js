// The field for the three words: a list of nouns that begin as the word that is being typed (ARIA's combobox pattern).
// Nothing is ever chosen by itself, so that a scanner's Enter sends what it typed.

import { $, element, noun, show } from "./dom.js";
import { complete, fold, split } from "./words.js";

export function combobox(nouns) {
  const field = $("typed");
  const list = $("options");
  const known = $("known");
  let active = -1;

  const close = () => {
    active = -1;
    list.replaceChildren();
    show(list, false);
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    active = (place + list.children.length) % list.children.length;
    [...list.children].forEach((option, each) => option.setAttribute("aria-selected", String(each === active)));
    field.setAttribute("aria-activedescendant", list.children[active].id);
  };

  const choose = (word) => {
    field.value = `${field.value.replace(/\p{L}*$/u, "")}${word} `;
    close();
    showKnown();
    field.focus();
  };

  const showKnown = () => {
    const found = split(field.value).map((word) => nouns.find(([name]) => name === fold(word))).filter(Boolean).slice(0, 3);
    known.replaceChildren(...found.map(noun));
    show(known, found.length > 0);
  };

  field.addEventListener("input", () => {
    close();
    showKnown();
    const [begun] = /\p{L}*$/u.exec(field.value);
    const offered = complete(begun, nouns);
    if (offered.length === 0 || (offered.length === 1 && offered[0][0] === fold(begun))) return;
    list.replaceChildren(...offered.map((each, place) => element("li", {
      id: `option-${place}`, role: "option", "aria-selected": "false",
      mousedown: (event) => event.preventDefault(), // or the field would lose the focus before the click arrives
      click: () => choose(each[0]),
    }, ...noun(each).childNodes)));
    show(list, true);
    field.setAttribute("aria-expanded", "true");
  });

  field.addEventListener("keydown", (event) => {
    const open = list.children.length > 0;
    if (open && event.key === "ArrowDown") mark(active + 1);
    else if (open && event.key === "ArrowUp") mark(active < 0 ? list.children.length - 1 : active - 1);
    else if (open && event.key === "Escape") close();
    else if (open && event.key === "Enter" && active >= 0) choose(list.children[active].lastChild.textContent);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);

  return { close, showKnown };
}
