// The service worker. The desk writes VERSION, KEEP and SOUNDS above this line (kiosk/desk/sheet.py).
// It keeps the page, its scripts and the phrases on the phone; what is looked at of the pictures; and the newest catalogue.

const PAGE = `hulpvraag-pagina-${VERSION}`;
const DATA = "hulpvraag-catalogus";
const SOUND = "hulpvraag-geluid";
const PICTURES = "hulpvraag-beelden";
const FRESH = ["/catalogus.json", "/beelden/lijst.json"];
const PATIENCE = 2000; // ms for the network, where an older answer is at hand: a library's wifi may answer nothing at all
const MOST_PICTURES = 120; // about 3 MB

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(install());
});

async function install() {
  const whole = (address) => new Request(address, { cache: "no-cache" });
  await (await caches.open(PAGE)).addAll(KEEP.map(whole));
  await (await caches.open(DATA)).addAll(FRESH.map(whole));
  const sounds = await caches.open(SOUND);
  for (const address of SOUNDS) if (!(await sounds.match(address))) await sounds.add(address).catch(() => {});
}

addEventListener("activate", (event) => event.waitUntil(tidy()));

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("hulpvraag-") && ![PAGE, DATA, SOUND, PICTURES].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  const sounds = await caches.open(SOUND);
  for (const request of await sounds.keys())
    if (!SOUNDS.includes(new URL(request.url).pathname)) await sounds.delete(request);
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (KEEP.includes(pathname)) event.respondWith(kept(PAGE, pathname));
  else if (FRESH.includes(pathname)) event.respondWith(fresh(event, pathname));
  else if (SOUNDS.includes(pathname)) event.respondWith(kept(SOUND, pathname).then((sound) => part(request, sound)));
  else if (/^\/beelden\/[\w-]+\.webp$/.test(pathname)) event.respondWith(picture(pathname));
  // everything else, such as the queue, is the desk's own and is never kept
});

async function kept(name, pathname) {
  return (await (await caches.open(name)).match(pathname)) ?? fetch(pathname);
}

// The network's answer, and the one at hand when that is late or never comes.
async function fresh(event, pathname) {
  const cache = await caches.open(DATA);
  const older = await cache.match(pathname);
  const asked = fetch(pathname, { cache: "no-cache" }).then(async (answer) => {
    if (answer.ok) await cache.put(pathname, answer.clone());
    return answer.ok || !older ? answer : older;
  });
  if (!older) return asked;
  event.waitUntil(asked.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, older));
  return Promise.race([asked, late]).catch(() => older);
}

async function picture(pathname) {
  const cache = await caches.open(PICTURES);
  const older = await cache.match(pathname);
  if (older) return older;
  const answer = await fetch(pathname);
  if (answer.ok) {
    const names = await cache.keys();
    await Promise.all(names.slice(0, Math.max(0, names.length - MOST_PICTURES + 1)).map((name) => cache.delete(name)));
    await cache.put(pathname, answer.clone()).catch(() => {}); // a full phone still sees it
  }
  return answer;
}

// Safari asks for sound in parts, and plays none that comes whole (RFC 9110 §14).
async function part(request, answer) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  if (!asked || answer.status !== 200) return answer;
  const body = await answer.arrayBuffer();
  const first = Number(asked[1]);
  const last = Math.min(asked[2] ? Number(asked[2]) : body.byteLength, body.byteLength - 1);
  const headers = { "Content-Type": answer.headers.get("Content-Type"), "Accept-Ranges": "bytes",
                    "Content-Range": `bytes ${first}-${last}/${body.byteLength}` };
  return new Response(body.slice(first, last + 1), { status: 206, headers });
}
