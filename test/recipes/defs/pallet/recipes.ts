import { definePallet } from "#dsl";
import { acmeTiny } from "../core/acme-tiny.js";
import { chrpath } from "../core/chrpath.js";
import { dtc } from "../core/dtc.js";
import { goMd2man } from "../core/go-md2man.js";
import { libdeflate } from "../core/libdeflate.js";
import { perlModuleBuild } from "../core/perl-module-build.js";
import { perlYamlSyck } from "../core/perl-yaml-syck.js";
import { pkgconf } from "../core/pkgconf.js";
import { pyDistro } from "../core/py-distro.js";
import { pyPackaging } from "../core/py-packaging.js";
import { pyToml } from "../core/py-toml.js";
import { scdoc } from "../core/scdoc.js";
import { wordDifference } from "../core/word-difference.js";

export const recipes = definePallet({
  name: "pallet-recipes",
  description: "Everything that the recipes built",
  members: [
    ...[acmeTiny, chrpath, dtc, goMd2man, libdeflate, perlModuleBuild, perlYamlSyck, pkgconf, pyDistro, pyPackaging, pyToml, scdoc],
    wordDifference,
  ],
});
