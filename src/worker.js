// The worker in which simulations run: takes the page's own compiled module, and hands over what was asked meanwhile.
"use strict";
const early = [];
self.onmessage = async ({ data }) => {
  if (typeof data === "string") {
    early.push(data);
    return;
  }
  try {
    self.salesWorkbench = { rooms: data.rooms, build: data.build, files: data.files };
    const glue = await import(data.glue);
    const mine = self.onmessage;
    await glue.default({ module_or_path: data.module });
    // The room that answers is loaded by itself.
    while (self.onmessage === mine) await new Promise((done) => setTimeout(done));
    for (const text of early) self.onmessage(new MessageEvent("message", { data: text }));
  } catch {
    // What the app says where a room cannot be had.
    self.postMessage("not loaded");
    self.close();
  }
};
