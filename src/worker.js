// The worker in which simulations run: takes the page's own compiled module, and hands over what was asked meanwhile.
"use strict";
const early = [];
self.onmessage = async ({ data }) => {
  if (typeof data === "string") {
    early.push(data);
    return;
  }
  const glue = await import(data.glue);
  await glue.default({ module_or_path: data.module });
  for (const text of early) self.onmessage(new MessageEvent("message", { data: text }));
};
