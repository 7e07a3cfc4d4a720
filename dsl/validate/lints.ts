import type { Lint, Warning } from "./lint.js";
import { allowanceWarning } from "./lints/allowance.js";
import { descriptionLint } from "./lints/description.js";
import { fieldOrderLint } from "./lints/field-order.js";
import { forgeLint } from "./lints/forge.js";
import { hookLint } from "./lints/hook.js";
import { listOrderLint } from "./lints/list-order.js";
import { mirrorLint } from "./lints/mirror.js";
import { shellLint } from "./lints/shell.js";
import { deadSourceLint } from "./lints/source.js";

/** Every lint, in the order of the codes. */
export const lints: readonly Lint[] = [
  fieldOrderLint,
  listOrderLint,
  descriptionLint,
  mirrorLint,
  forgeLint,
  shellLint,
  hookLint,
  deadSourceLint,
];

/** Every warning: the lints, and the one about comments that switch them off. */
export const warnings: readonly Warning[] = [...lints, allowanceWarning];
