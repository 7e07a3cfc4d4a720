/** Whether what goes to a stream is coloured: on a terminal, unless NO_COLOR is set to anything but nothing (no-color.org). */
export function isColoured(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
}
