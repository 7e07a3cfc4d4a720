import { definePallet, output } from "#dsl";
import { pieces as all } from "../core/pieces.js";

export const pieces = definePallet({
  name: "pallet-pieces",
  description: "More than twenty images as one",
  members: Object.keys(all.outputs ?? {})
    .slice(0, 24)
    .map((part) => output(all, part)),
});
