// Keeps the page on this phone: see sw.js.

export async function keepOffline(ready) {
  if (!("serviceWorker" in navigator)) return; // plain http, or an old browser: the page works, with a network
  try {
    await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    ready();
  } catch {
    // a full phone, or private browsing: the same
  }
}
