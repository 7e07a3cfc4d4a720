const escapes = { cyan: 36, red: 31, green: 32, yellow: 33 } as const;

/** Wraps text in an SGR colour (ECMA-48 section 8.3.117) when `on`; returns it unchanged otherwise. */
export function styleText(text: string, colour: keyof typeof escapes, on: boolean): string {
  return on ? `\u001b[${escapes[colour]}m${text}\u001b[39m` : text;
}
