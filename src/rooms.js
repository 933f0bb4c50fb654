// Placed by the build in front of the page's glue: how the app's rooms are loaded. `salesWorkbench.rooms` names the files of each,
// `build` what they were cut from; a file holds compiled chunks, which link to the memory and the table of the instance of the app that asks for them.

/** The chunks of a file: fetched and compiled once for the page and whatever starts from it. */
const chunksOf = (file) => {
  const { files, build } = globalThis.salesWorkbench;
  const compile = async () => {
    const answer = await fetch(new URL(file, import.meta.url));
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    const whole = answer.headers.get("content-type") === "application/wasm" ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
    const sections = async (name) => WebAssembly.Module.customSections(await whole, name);
    if (new TextDecoder().decode((await sections("build"))[0]) !== build) throw new Error(`${file} is of another build`);
    return Promise.all((await sections("chunk")).map((chunk) => WebAssembly.compile(chunk)));
  };
  // What could not be had is asked for again the next time.
  return (files[file] ??= compile().catch((error) => {
    delete files[file];
    throw error;
  }));
};

/** Fetches and compiles a room. */
export const fetchRoom = (name) => Promise.all(globalThis.salesWorkbench.rooms[name].map(async (file) => [file, await chunksOf(file)]));

/** What the app calls to load a room. */
const loaders = (names) => {
  /** The files that this instance has linked. */
  const linked = {};
  const link = async (name) => {
    const files = await fetchRoom(name);
    const main = Object.fromEntries(Object.entries(wasm).filter(([, value]) => typeof value !== "function"));
    const imports = { __wasm_main: main, __wasm_split: main };
    await Promise.all(files.map(([file, chunks]) => (linked[file] ??= Promise.all(chunks.map((chunk) => WebAssembly.instantiate(chunk, imports))))));
    return true;
  };
  const failed = (name) => (error) => {
    console.info(`the room ${name} could not be loaded:`, error);
    return false;
  };
  const load = (name) => (callback, data) =>
    link(name)
      .catch(failed(name))
      .then((success) => wasm.__indirect_function_table.get(callback)(data, success));
  return Object.fromEntries(names.map((name) => [`__wasm_split_load_${name}`, load(name)]));
};
