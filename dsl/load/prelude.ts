/**
 * Source text run first in the context where definitions are evaluated. It takes away what would let a definition
 * depend on anything but its own text, and returns the encoder that turns exported packages into JSON.
 * It is text, because a function of the host would carry the host's objects into the context.
 */
export const prelude = String.raw`
(() => {
  const refuse = (what, hint) => () => { throw new Error("\u0001" + what + "\u0001" + hint); };
  const world = {
    Date: "the clock", performance: "the clock", Intl: "the locale", process: "the process", require: "files",
    fetch: "the network", crypto: "randomness", setTimeout: "the clock", setInterval: "the clock", console: "the terminal",
    WebAssembly: "compiled code", SharedArrayBuffer: "shared memory", Atomics: "shared memory", FinalizationRegistry: "the collector", WeakRef: "the collector",
  };
  for (const [name, what] of Object.entries(world)) {
    const get = refuse("a definition cannot read " + what + " ('" + name + "')", "write the value into the definition.");
    Object.defineProperty(globalThis, name, { get, set: undefined, configurable: false });
  }
  Math.random = refuse("a definition cannot read randomness ('Math.random')", "write the value into the definition.");
  for (const type of [Number, BigInt, Array, String, Object]) {
    for (const method of ["toLocaleString", "localeCompare", "toLocaleLowerCase", "toLocaleUpperCase"]) {
      if (Object.hasOwn(type.prototype, method)) type.prototype[method] = refuse("a definition cannot read the locale ('" + method + "')", "use the method without Locale in its name.");
    }
  }
  const { isArray } = Array;
  const { isFinite } = Number;
  const { stringify } = JSON;
  const { getPrototypeOf, entries, freeze } = Object;
  const PlainPrototype = Object.prototype;
  const known = new Map();
  const isPackage = (value) => typeof value === "object" && value !== null && (value.kind === "package" || value.kind === "pallet") && Object.isFrozen(value);
  const encode = (value, depth) => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return isFinite(value) ? value : { $invalid: String(value) };
    if (typeof value !== "object") return { $invalid: typeof value };
    if (isPackage(value)) return { $package: known.get(value) ?? null, $name: typeof value.name === "string" ? value.name : null };
    if (depth > 20) return { $invalid: "deep nesting" };
    if (isArray(value)) return Array.from(value, (item) => (item === undefined ? { $invalid: "undefined" } : encode(item, depth + 1)));
    if (getPrototypeOf(value) !== PlainPrototype && getPrototypeOf(value) !== null) return { $invalid: "object that is not plain" };
    return encodeFields(value, depth);
  };
  const encodeFields = (value, depth) => {
    const fields = { __proto__: null };
    for (const [key, item] of entries(value)) if (item !== undefined) fields[key] = encode(item, depth + 1);
    return fields;
  };
  for (const shared of [Object, Array, String, Number, Boolean, BigInt, Symbol, RegExp, Map, Set, Promise]) { freeze(shared.prototype); freeze(shared); }
  for (const shared of [JSON, Math, Reflect]) freeze(shared);
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  return (namespace, file) => {
    // The global object itself cannot be frozen. What one definition leaves there, another could read, but only if both are evaluated.
    const left = Object.getOwnPropertyNames(globalThis).find((name) => !globals.has(name));
    if (left !== undefined) { delete globalThis[left]; refuse("a definition cannot share a global ('" + left + "')", "export the value.")(); }
    const packages = [];
    for (const name of Object.keys(namespace)) {
      const value = namespace[name];
      if (!isPackage(value)) continue;
      if (!known.has(value)) known.set(value, file + "#" + name);
      packages.push({ export: name, own: known.get(value) === file + "#" + name, value: encodeFields(value, 0) });
    }
    return stringify(packages);
  };
})()
`;
