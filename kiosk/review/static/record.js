// The microphone: record, listen to what came of it, keep it. Everything else on the page works without this script.

const section = document.querySelector(".record");
const [record, level, told, kept, heard, keep] =
  ["record", "level", "told", "kept", "heard", "keep"].map(id => document.getElementById(id));
const LABEL = record.innerHTML;
const LONGEST = 60;  // seconds; a sentence takes ten
let running = null, wav = null;

if (navigator.mediaDevices) record.disabled = false;
else told.textContent = "Deze browser geeft geen microfoon. Open de pagina op deze computer zelf.";

record.addEventListener("click", () => running ? stop() : start());
keep.addEventListener("click", save);

async function start() {
  kept.hidden = true;
  for (const sound of document.querySelectorAll("audio")) sound.pause();
  let stream;
  try {
    // The browser's own cleaning makes voices hollow and pumps; the kiosk trims and levels by itself.
    stream = await navigator.mediaDevices.getUserMedia(
      { audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch {
    told.textContent = "De microfoon mag niet gebruikt worden, of er is er geen. Sluit er een aan, en sta ze toe.";
    return;
  }
  const context = new AudioContext();
  await context.audioWorklet.addModule("/static/capture.js");
  const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
  const pieces = [];
  let loudest = 0, samples = 0;
  node.port.onmessage = ({ data }) => {
    pieces.push(data);
    samples += data.length;
    loudest = Math.max(loudest * 0.97, ...data.map(Math.abs));
    level.value = loudest;
    if (samples > LONGEST * context.sampleRate) stop();
  };
  context.createMediaStreamSource(stream).connect(node);
  running = { stream, context, pieces };
  level.hidden = false;
  record.textContent = "Stop";
  told.textContent = "Lees de zin nu voor.";
}

async function stop() {
  if (!running) return;
  const { stream, context, pieces } = running;
  running = null;
  for (const track of stream.getTracks()) track.stop();
  wav = asWav(pieces, context.sampleRate);
  await context.close();
  level.hidden = true;
  record.innerHTML = LABEL;
  const answer = await send("proefopname");
  if (!answer) return;
  heard.src = URL.createObjectURL(await answer.blob());
  kept.hidden = false;
  told.textContent = "Luister. Is ze goed? Bewaar ze. Anders neemt u ze opnieuw op.";
  heard.play().catch(() => {});
}

async function save() {
  const answer = await send("opname");
  if (answer) location = (await answer.json()).next;
}

async function send(where) {
  try {
    const answer = await fetch(`${section.dataset.address}/${where}`, { method: "POST", body: wav });
    if (answer.ok) return answer;
    told.textContent = (await answer.json()).fault;
  } catch {
    told.textContent = "De kiosk antwoordt niet. Loopt “kiosk voices review” nog?";
  }
  return null;
}

function asWav(pieces, rate) {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const view = new DataView(new ArrayBuffer(44 + 2 * length));
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + 2 * length, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, rate, true); view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true); text(36, "data"); view.setUint32(40, 2 * length, true);
  let at = 44;
  for (const piece of pieces)
    for (const sample of piece) {
      view.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32767, true);
      at += 2;
    }
  return new Blob([view], { type: "audio/wav" });
}
