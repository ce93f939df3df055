// “Ik kom eraan” and “Klaar”, when the page was opened from the queue by someone who is logged in: the desk's own forms,
// what the kiosk says meanwhile, and which kiosk it is. What is in the way is said where the buttons would be.

import { element } from "./dom.js";
import { UNREACHED, guardForms } from "./reach.js";

const NO_BUTTONS = "Geen verbinding met de desk. De knoppen komen terug als u deze hulpvraag opnieuw opent.";

// `named` is called with the name of the kiosk.
export async function deskButtons(place, named) {
  const id = new URLSearchParams(location.search).get("vraag") ?? "";
  if (!/^[0-9a-f]{32}$/.test(id)) return;
  const say = (sentence) => place.prepend(element("p", { class: "trouble", role: "alert" }, sentence));
  try {
    const answer = await fetch(`/vragen/${id}/knoppen`, { headers: { Accept: "text/html" } });
    if ([401, 404].includes(answer.status)) return say(await answer.text()); // logged out, or this request is closed
    if (!answer.ok || answer.redirected) return say(NO_BUTTONS);
    const given = new DOMParser().parseFromString(await answer.text(), "text/html");
    const forms = [...given.querySelectorAll("form[method=post]")].filter((form) => ours(form, id));
    const says = [...given.querySelectorAll("p:not(.where)")].map((said) => element("p", {}, said.textContent));
    const where = given.querySelector("p.where");
    if (where) named(where.textContent);
    place.replaceChildren(...says, ...forms.map((form) => document.importNode(form, true)));
    // The fragment comes along through the desk's redirect, and is never sent: the sheet is still there afterwards.
    for (const form of place.querySelectorAll("form")) form.setAttribute("action", form.getAttribute("action") + location.hash);
  } catch {
    say(NO_BUTTONS); // the sheet itself needs no network
  }
}

export function guardButtons(place) {
  guardForms(place, () => {
    for (const older of place.querySelectorAll(".trouble")) older.remove();
    place.prepend(element("p", { class: "trouble", role: "alert" }, UNREACHED));
  });
}

function ours(form, id) {
  return [`/vragen/${id}/komt`, `/vragen/${id}/klaar`].includes(form.getAttribute("action"));
}
