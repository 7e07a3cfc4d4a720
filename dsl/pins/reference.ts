/** A place in a file that names an image. Offsets are in UTF-16 units from the beginning of the file. */
export interface Reference {
  /** From 1. */
  readonly line: number;
  /** The name as an engine would see it, variables filled in. */
  readonly text: string;
  /** Where the text stands as it is; undefined where it is put together from variables. */
  readonly at: number | undefined;
  /** Where its digest stands, when that is a variable's default alone. */
  readonly digestAt: number | undefined;
  /** Why it cannot be told, instead of a text. */
  readonly unresolved?: string;
  /** Absolute paths that are copied from it. */
  readonly paths: readonly string[];
}

/** The parts of an image's name (distribution-spec 1.1, "Pulling manifests"). */
export interface ImageName {
  /** All before the last slash, such as `stagex.invalid`; empty for a name alone. */
  readonly repository: string;
  readonly image: string;
  readonly tag: string | undefined;
  /** 64 hexadecimal digits. */
  readonly digest: string | undefined;
}

const form =
  /^(?:([a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)*)\/)?([a-z0-9][a-z0-9._-]*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@sha256:([0-9a-f]{64}))?$/;

/** Takes a name apart, or undefined when it is no image's. */
export function parseName(text: string): ImageName | undefined {
  const [whole, repository, image, tag, digest] = form.exec(text) ?? [];
  return whole === undefined ? undefined : { repository: repository ?? "", image: image!, tag, digest };
}
