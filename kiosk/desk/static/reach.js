// Whether the desk can be reached. A button is pressed only then: with the browser's own page of "no connection", the
// list or the sheet would be gone from under somebody's eyes, just when they need it.

const PATIENCE = 8000; // ms; a library's wifi may answer nothing at all
const A_PROXY = [502, 504]; // which stands before a desk that is not there

export const UNREACHED = "Geen verbinding met de desk. De kiosk weet dit nog niet. Help gewoon verder, en tik straks " +
  "opnieuw.";

// The status of an answer that costs the desk nothing; 401 when nobody is logged in, 0 when there is none.
export async function asked() {
  try {
    const { status } = await fetch("/vragen/geen/knoppen", { signal: AbortSignal.timeout(PATIENCE) });
    return A_PROXY.includes(status) ? 0 : status;
  } catch {
    return 0;
  }
}

// Each form below `root` is sent once the desk answers; else `unreached` is called, and nothing is lost.
export function guardForms(root, unreached) {
  let pressed = null; // while the desk is asked
  let sure = false;
  root.addEventListener("submit", async (event) => {
    const { target: form, submitter: button } = event;
    if (sure) return void setTimeout(() => { button.disabled = true; }); // a second press would only say that it was
    event.preventDefault();
    if (pressed) return;
    pressed = button;
    button.setAttribute("aria-busy", "true");
    const there = await asked();
    pressed = null;
    button.removeAttribute("aria-busy");
    if (!there) return unreached();
    const shown = button.isConnected ? button : document.getElementById(button.id); // the list may have been renewed
    if (!shown) return;
    sure = true;
    form.requestSubmit(shown);
    sure = false;
  });
}
