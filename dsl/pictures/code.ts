import { PNG } from "pngjs";
import encodeQR from "qr";
import decodeQR from "qr/decode.js";

/** Most bytes that a code of ours holds: more would make modules too small for the camera of a laptop. */
export const codeLimit = 1000;
/** Largest picture file that is read, in bytes, and most pixels it may have; photographs have half of that. */
export const pictureLimit = 1 << 26;
const pixelLimit = 25_000_000;
const pixelsOfModule = 6;

/** A picture that is refused; the message says why, and the hint what to do. */
export class PictureError extends Error {
  override name = "PictureError";
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Draws bytes as one QR code (ISO/IEC 18004), byte for byte and with correction of 15 %, as a PNG. */
export function drawCode(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString("latin1");
  const textEncoder = (latin: string): Uint8Array => Buffer.from(latin, "latin1");
  const rows = encodeQR(text, "raw", { ecc: "medium", encoding: "byte", border: 4, textEncoder });
  const side = rows.length * pixelsOfModule;
  const picture = new PNG({ width: side, height: side });
  picture.data.fill(255);
  for (let at = 0; at < side * side; at += 1) {
    const [x, y] = [Math.floor((at % side) / pixelsOfModule), Math.floor(at / side / pixelsOfModule)];
    if (rows[y]?.[x] === true) picture.data.fill(0, at * 4, at * 4 + 3);
  }
  return PNG.sync.write(picture, { colorType: 0 });
}

/** Reads the one QR code in a PNG, as bytes. @throws PictureError. */
export function readCode(file: Buffer): Buffer {
  const { width, height, data } = readPng(file);
  layOnWhite(data);
  try {
    const textDecoder = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
    return Buffer.from(decodeQR({ width, height, data }, { effort: 8, timeLimit: 5000, textDecoder }), "latin1");
  } catch {
    throw new PictureError(
      "has no QR code that can be read",
      "take it straight from the front, with all four white edges, sharp and without reflections",
    );
  }
}

const asPng = "save it as a PNG without interlacing; `convert photo.jpg photo.png` does";

/** The size is looked at before anything is unpacked; the unpacking of what is not interlaced is bounded by it. */
function readPng(file: Buffer): { width: number; height: number; data: Buffer } {
  if (file.length < 33 || file.toString("latin1", 0, 16) !== "\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    throw new PictureError("is no PNG", asPng);
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  if (width * height > pixelLimit)
    throw new PictureError(`has ${width} x ${height} pixels; at most ${pixelLimit} are read`, "make it smaller");
  if (file[28] !== 0) throw new PictureError("is an interlaced PNG", asPng);
  try {
    return PNG.sync.read(file);
  } catch (error) {
    throw new PictureError(`is a damaged PNG: ${(error as Error).message}`, "copy it again");
  }
}

function layOnWhite(data: Buffer): void {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3]!;
    if (alpha === 255) continue;
    for (let colour = at; colour < at + 3; colour += 1)
      data[colour] = 255 - Math.round(((255 - data[colour]!) * alpha) / 255);
  }
}
