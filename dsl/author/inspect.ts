import type { Archive } from "./archive.js";
import { isLicenseFile, readLicense } from "./license.js";
import { isDescribing, projectPage, readMetadata, type Metadata } from "./metadata.js";
import { recognise, tellingFiles, type Recognised } from "./recognise.js";

/** What an archive and its address tell about a program. */
export interface Findings {
  /** Build systems, the preferred one first. */
  readonly recognised: readonly Recognised[];
  readonly metadata: Metadata;
  readonly licenseFiles: readonly string[];
  /** What the top folder holds, in short. */
  readonly top: string;
  /** The licence, when exactly one file states it and its text is known word for word. */
  readonly license?: string;
  /** What the author has to know to name the licence. */
  readonly licenseHint: string;
}

/** Reads the files of an archive's top folder that tell how it is built, what it is and under which licence. */
export async function inspect(archive: Archive, url: string): Promise<Findings> {
  const telling = new Set<string>(tellingFiles);
  const texts = await archive.read(
    archive.files.filter(
      (file) => !file.includes("/") && (telling.has(file) || isDescribing(file) || isLicenseFile(file)),
    ),
  );
  const licenseFiles = [...texts.keys()].filter((file) => isLicenseFile(file) && texts.get(file)!.trim() !== "").sort();
  const readings = licenseFiles.map((file) => ({ file, reading: readLicense(texts.get(file)!) }));
  const [only] = readings;
  const certain = readings.length === 1 && only!.reading.length === 1 ? only!.reading[0] : undefined;
  const metadata = readMetadata(texts);
  const website = metadata.website ?? projectPage(url);
  return {
    recognised: recognise(archive.files, texts),
    metadata: { ...metadata, ...(website === undefined ? {} : { website }) },
    licenseFiles,
    top: shortList([...new Set(archive.files.map((file) => file.replace(/\/.*/, "/")))].sort()),
    ...(certain === undefined ? {} : { license: certain }),
    licenseHint: hintFor(readings, metadata.license),
  };
}

function shortList(names: readonly string[]): string {
  return names.length > 8
    ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more`
    : names.join(", ") || "nothing";
}

function hintFor(
  readings: readonly { file: string; reading: readonly string[] }[],
  stated: string | undefined,
): string {
  const files = readings.map(({ file, reading }) =>
    reading.length === 0
      ? `${file} is no text that is known word for word`
      : `${file} is the text of ${reading.join(" or ")}`,
  );
  if (stated !== undefined) files.push(`the archive calls its licence '${stated}'`);
  return files.length === 0 ? "the archive has no licence file in its top folder" : files.join("; ");
}
