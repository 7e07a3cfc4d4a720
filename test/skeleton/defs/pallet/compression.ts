import { definePallet } from "#dsl";
import { bzip2 } from "../core/bzip2.js";
import { zlib } from "../core/zlib.js";

export const compression = definePallet({
  name: "pallet-compression",
  description: "Libraries and tools for compressed data",
  members: [zlib, bzip2],
});
