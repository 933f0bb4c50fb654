// The worker of a module that is loaded on demand: loads it, then calls its functions by name, in the order in which they are
// asked. A module refuses by throwing a text; whatever else is thrown leaves it in no state to go on.
"use strict";
let glue;
const early = [];

function answer({ name, given }) {
  try {
    self.postMessage({ value: glue[name](...given) });
  } catch (error) {
    if (typeof error === "string") return self.postMessage({ refused: error });
    self.postMessage({ stopped: String(error) });
    self.close();
  }
}

self.onmessage = async ({ data }) => {
  if (data.name) return glue ? answer(data) : early.push(data);
  try {
    const loaded = await import(data.glue);
    await loaded.default({ module_or_path: data.wasm });
    glue = loaded;
  } catch (error) {
    self.postMessage({ missing: String(error) });
    self.close();
    return;
  }
  early.splice(0).forEach(answer);
};
