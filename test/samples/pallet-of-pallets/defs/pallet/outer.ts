import { definePallet } from "#dsl";
import { png } from "../core/png.js";
import { zlib } from "../core/zlib.js";
import { inner } from "./inner.js";

export const outer = definePallet({
  name: "pallet-outer",
  description: "Tools",
  members: [inner, png, zlib],
});
