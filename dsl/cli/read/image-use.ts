/** The entrypoint in an image's configuration, which its key has as one line (docs/build-key.md); undefined where there is none. */
export function entrypointOf(key: string): string | undefined {
  const [, config] = /^config (\{.*\})$/m.exec(key) ?? [];
  if (config === undefined) return undefined;
  return (JSON.parse(config) as { config?: { Entrypoint?: string[] } }).config?.Entrypoint?.join(" ");
}

/** The commands and formats that each image brings, as the text of graph.json says; of a text of another form, as may be committed long ago, nothing. */
export function providedBy(graph: string): Map<string, readonly string[]> {
  const { images } = parsed<{ images?: { name: string; provides?: string[] }[] }>(graph);
  return new Map((images ?? []).map(({ name, provides }) => [name, provides ?? []]));
}

function parsed<T extends object>(text: string): Partial<T> {
  try {
    return JSON.parse(text) as T;
  } catch {
    return {};
  }
}
