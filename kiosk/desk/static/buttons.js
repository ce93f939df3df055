// “Ik kom eraan” and “Klaar”, when the page was opened from the queue by someone who is logged in: the desk's own forms,
// and what the kiosk says meanwhile. `queue` is the way back there.

import { element, show } from "./dom.js";

export async function deskButtons(place, queue) {
  const id = new URLSearchParams(location.search).get("vraag") ?? "";
  const fromQueue = /^[0-9a-f]{32}$/.test(id);
  show(queue, fromQueue);
  if (!fromQueue) return;
  try {
    const answer = await fetch(`/vragen/${id}/knoppen`, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return; // not logged in, or this request is closed
    const given = new DOMParser().parseFromString(await answer.text(), "text/html");
    const forms = [...given.querySelectorAll("form[method=post]")].filter((form) => ours(form, id));
    const says = [...given.querySelectorAll("p")].map((said) => element("p", {}, said.textContent));
    place.replaceChildren(...says, ...forms.map((form) => document.importNode(form, true)));
    // The fragment comes along through the desk's redirect, and is never sent: the sheet is still there afterwards.
    for (const form of place.querySelectorAll("form")) form.setAttribute("action", form.getAttribute("action") + location.hash);
  } catch {
    // no network: the sheet itself needs none
  }
}

function ours(form, id) {
  return [`/vragen/${id}/komt`, `/vragen/${id}/klaar`].includes(form.getAttribute("action"));
}
