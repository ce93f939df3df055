// A record → what an assistant reads, in Dutch: the same words as kiosk/handoff/sheet.py, which the kiosk itself shows.

const HAS = 1;
const LACKS = 2;

export function tell(record, catalogue) {
  const { says } = catalogue;
  const walkthrough = record.walkthrough ? catalogue.walkthroughs[record.walkthrough] : undefined;
  const step = walkthrough && record.step ? stepOf(walkthrough, record.step) : undefined;
  const language = catalogue.languages[record.language];
  return {
    service: walkthrough?.title ?? (record.walkthrough ? says.unknown : says.no_service),
    step: step?.title ?? (record.step ? says.unknown : record.walkthrough ? says.no_step : ""),
    reason: reasonOf(record.reason, step, says),
    language: language?.dutch ?? (record.language ? says.unknown : says.no_language),
    has: answered(HAS, walkthrough, record.checklist),
    lacks: answered(LACKS, walkthrough, record.checklist),
    todo: todoOf(record, walkthrough, step) ?? says.todo,
    site: record.site,
    sameContent: record.content === catalogue.version,
    way: step?.way,
  };
}

export function stepOf(walkthrough, number) {
  return walkthrough.steps.find((step) => step.number === number);
}

function reasonOf(reason, step, says) {
  if (reason === 0) return "";
  if (reason === 255) return says.reason_else;
  return troubleOf(reason, step)?.label ?? says.unknown;
}

function troubleOf(reason, step) {
  return step?.troubles?.find((trouble) => trouble.number === reason);
}

function answered(answer, walkthrough, checklist) {
  return (walkthrough?.needs ?? []).filter((_, place) => checklist[place] === answer).map((need) => need.label);
}

// What the hand-over step says that belongs here: this step, where its trouble leads, where a missing need leads.
function todoOf(record, walkthrough, step) {
  if (!walkthrough) return undefined;
  const missing = walkthrough.needs.filter((_, place) => record.checklist[place] === LACKS);
  const ledTo = [troubleOf(record.reason, step)?.to, ...missing.map((need) => need.no)];
  return [step, ...ledTo.map((number) => stepOf(walkthrough, number))].find((each) => each?.staff)?.staff;
}
