import { definePackage, sh } from "#dsl";
import { debian } from "../bootstrap/debian.js";

const numbers = Array.from({ length: 42 }, (_, index) => String(index + 1).padStart(2, "0"));

/** Many outputs of one build, to be laid over each other. */
export const pieces = definePackage({
  name: "core-pieces",
  version: "1",
  description: "Numbered files, each also an image",
  license: "ISC",
  website: "https://stagex.invalid",
  base: debian,
  imageBase: "scratch",
  build: sh`
    mkdir -p /rootfs/usr/share/pieces
    for number in $(seq -w 42); do echo "piece $number" >"/rootfs/usr/share/pieces/$number"; done
  `,
  outputs: Object.fromEntries(numbers.map((number) => [`part-${number}`, { description: `File ${number}`, files: [`/usr/share/pieces/${number}`] }])),
});
