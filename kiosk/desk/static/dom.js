// Making elements. Words only ever come in as text, so nothing that was typed or scanned can become part of the page.

export const $ = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

export function icon(glyph, kind = "icon") {
  return element("span", { class: kind, "aria-hidden": "true" }, glyph);
}

// A noun as the kiosk shows it: its picture and the word.
export function noun([word, picture]) {
  return element("span", {}, icon(picture, "noun"), word);
}

export function show(node, visible) {
  node.hidden = !visible;
}
