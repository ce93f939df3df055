// All steps of a service in Dutch, one at a time, in the order of its file.

import { $, element, icon, show } from "./dom.js";
import { stepOf } from "./tell.js";

// `stuck`: the number of the step where the person is. `pictureOf(number)`: the address of a picture, or undefined.
export function leafThrough(walkthrough, stuck, pictureOf) {
  show($("steps"), Boolean(walkthrough));
  $("steps").open = false;
  if (!walkthrough) return;
  const { steps } = walkthrough;
  const which = $("which");
  which.replaceChildren(...steps.map((step) => element("option", { value: step.number }, step.title)));
  const turn = (number) => {
    const place = steps.findIndex((step) => step.number === Number(number));
    which.value = number;
    $("before").disabled = place <= 0;
    $("after").disabled = place >= steps.length - 1;
    $("before").onclick = () => turn(steps[place - 1].number);
    $("after").onclick = () => turn(steps[place + 1].number);
    draw(steps[place], walkthrough, stuck, pictureOf, turn);
  };
  which.onchange = () => turn(which.value);
  turn(stepOf(walkthrough, stuck) ? stuck : steps[0].number);
}

function draw(step, walkthrough, stuck, pictureOf, turn) {
  const to = (number) => {
    const target = number && stepOf(walkthrough, number);
    return target ? element("button", { type: "button", class: "link", click: () => turn(number) }, target.title) : "Klaar.";
  };
  const list = (title, lines) => lines?.length ? [element("h3", {}, title), element("ul", {}, ...lines)] : [];
  const line = (...parts) => element("li", {}, ...parts);
  $("leaf-title").textContent = step.title;
  $("leaf").replaceChildren(
    ...(step.number === stuck ? [element("p", { class: "row" }, icon("\ue0c8"), element("strong", {}, "Hier zit de burger vast."))] : []),
    ...(step.text ?? []).map((words) => element("p", {}, words)),
    ...(step.site ? [element("p", {}, `Op de oefensite “${step.site[0]}” tikt de burger op “${step.site[1]}”.`)] : []),
    ...list("De burger kruist aan:", step.needs?.map((need) => line(need))),
    ...list("De burger kiest:", step.choices?.map((choice) => line(choice.label, " → ", to(choice.to)))),
    ...list("Wat u kunt doen:", step.staff?.map((words) => line(words))),
    ...list("Lukt het niet?", step.troubles?.map((trouble) => line(`“${trouble.label}” → `, to(trouble.to)))),
    ...(step.number !== stuck && pictureOf(step.number) ? [picture(pictureOf(step.number), step.title)] : []),
  );
}

function picture(address, title) {
  return element("img", { src: address, width: 800, height: 450, loading: "lazy", alt: `Het scherm van de kiosk bij “${title}”` });
}
