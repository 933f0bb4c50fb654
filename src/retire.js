// The kill switch: put in the place of `service.js`, it takes itself and our caches away. It touches no page that is open, no
// stored work, and no cache of anybody else.
"use strict";
const PREFIX = `sales-workbench ${new URL(registration.scope).pathname} `;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const retire = async () => {
    const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await registration.unregister();
  };
  event.waitUntil(retire());
});
