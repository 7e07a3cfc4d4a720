import { type Attestation, parseAttestation } from "../../evidence/dsse.js";
import { readBytes } from "../../load/files.js";
import { DiagnosticsError } from "../../report/diagnostic.js";

/** Reads an attestation. @throws DiagnosticsError with the code when the file is none. */
export function readAttestation(file: string, code: "E602" | "E604"): Attestation {
  const bytes = readBytes(file);
  try {
    return parseAttestation(bytes);
  } catch (error) {
    throw new DiagnosticsError([{ code, file, line: 1, column: 1, message: (error as Error).message }], 0);
  }
}
