import { layerImages, remembered } from "../graph/closure.js";
import { definitionOf, type Graph } from "../graph/graph.js";
import { epoch } from "../model/epoch.js";
import type { ImageConfig } from "../model/package.js";
import { targetOf } from "../graph/platforms.js";
import type { Platform } from "../model/platform.js";
import { resolve } from "../model/platform-text.js";
import type { Definition } from "../validate/definition.js";

/**
 * The configuration of an image: its own over that of the image whose layers come first. An entrypoint of its own takes
 * the arguments from below away, as it does in a Containerfile (Dockerfile reference, "CMD and ENTRYPOINT").
 */
export const mergedConfig = remembered<ImageConfig>((graph, definition) => {
  const { cmd, ...inherited } = inheritedConfig(graph, definition);
  const below: ImageConfig =
    cmd === undefined || definition.config.entrypoint !== undefined ? inherited : { ...inherited, cmd };
  const env = { ...below.env, ...definition.config.env };
  return { ...below, ...definition.config, ...(Object.keys(env).length > 0 ? { env } : {}) };
});

/** The configuration of the image whose layers come first. */
export function inheritedConfig(graph: Pick<Graph, "definitions">, definition: Definition): ImageConfig {
  const [first] = layerImages(graph, definition);
  return first === undefined ? {} : mergedConfig(graph, definitionOf(graph, first));
}

const created = new Date(epoch * 1000).toISOString().replace(".000", "");

/**
 * The image's configuration as scripts/pack takes it: one line, members in fixed order, `diff_ids` left empty for the
 * packer to fill (OCI image specification, "Image Configuration"; docs/image-format.md, section "Config").
 */
export function configJson(graph: Pick<Graph, "definitions">, definition: Definition, platform: Platform): string {
  const [os, architecture] = platform.split("/");
  const merged = mergedConfig(graph, definition);
  const { user, env, entrypoint, cmd, workdir } = resolve(merged, targetOf(graph, definition, platform));
  return JSON.stringify({
    created,
    architecture,
    os,
    config: {
      ...(user === undefined ? {} : { User: user }),
      ...(env === undefined ? {} : { Env: Object.entries(env).map(([name, value]) => `${name}=${value}`) }),
      ...(entrypoint === undefined ? {} : { Entrypoint: entrypoint }),
      ...(cmd === undefined ? {} : { Cmd: cmd }),
      ...(workdir === undefined ? {} : { WorkingDir: workdir }),
    },
    rootfs: { type: "layers", diff_ids: [] },
  });
}
