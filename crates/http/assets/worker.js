// Shows registers where there is no network: keeps the empty page of the device with its style and scripts, and nothing about
// anybody. Names and marks are kept by the page itself, for the one who is signed in.
"use strict";

const SHELL = "/teach/device";
const CACHE = "postup-device";
const PATIENCE = 5_000;

/** The empty page and everything it names, all of it or nothing. */
async function provide() {
  const response = await fetch(SHELL, { cache: "no-store" });
  if (!response.ok) throw new Error(`the page answers ${response.status}`);
  const page = await response.clone().text();
  const parts = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map((found) => found[1]);
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set(parts)]);
  await cache.put(SHELL, response);
  // What an older version of the page needed.
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path !== SHELL && !parts.includes(path)) await cache.delete(request);
  }
}

async function page(request) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status < 500) return response;
  } catch {
    // No network, or one that does not answer: the page of the device.
  }
  return (await (await caches.open(CACHE)).match(SHELL)) ?? Response.error();
}

async function part(request) {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}

addEventListener("install", (event) => {
  // Chromium asks the network beside this script, and takes its "no network" for the answer unless it is told not to.
  event.addRoutes?.({ condition: { requestMode: "navigate" }, source: "fetch-event" });
  event.waitUntil(provide().then(() => skipWaiting()));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(provide().catch(() => {})));
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith("/assets/")) event.respondWith(part(request));
});
