import type { Step } from "../model/build.js";

/** A file of the image's own context, mounted read-only while a script runs. */
export interface Mount {
  readonly source: string;
  readonly target: string;
}

/** A part of a script under a comment that names it. */
export interface Section {
  readonly title: string | undefined;
  readonly steps: readonly Step[];
}

/** One instruction of a Containerfile; the emitter is exhaustive on `kind`. */
export type Instruction =
  | { readonly kind: "from"; readonly image: string; readonly as?: string }
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "env"; readonly name: string; readonly value: string }
  | { readonly kind: "workdir"; readonly path: string }
  | { readonly kind: "copy"; readonly from: string; readonly source: string; readonly target: string }
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "add"; readonly source: string; readonly target: string }
  | { readonly kind: "run"; readonly mounts: readonly Mount[]; readonly script: readonly Section[] }
  | { readonly kind: "exec"; readonly argv: readonly string[]; readonly mounts: readonly Mount[] }
  | { readonly kind: "entrypoint"; readonly argv: readonly string[] }
  | { readonly kind: "cmd"; readonly argv: readonly string[] };

/** A Containerfile: a header comment and stages, each beginning with `from`. */
export interface Containerfile {
  readonly header: string;
  readonly stages: readonly (readonly Instruction[])[];
}

/** The name of an image inside generated text: a host that never resolves (RFC 2606 section 2). */
export function imageReference(name: string): string {
  return `stagex.invalid/${name}`;
}
