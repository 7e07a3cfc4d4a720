const terminalPause = 200;
const linePause = 10_000;

/** Tells on standard error how far long work is: on a terminal in one line that changes, else in a line every ten seconds. */
export class Progress {
  private last = Date.now();
  private shown = false;

  /** Shows what `text` gives if it is time to. */
  tell(text: () => string): void {
    const pause = process.stderr.isTTY ? terminalPause : linePause;
    if (Date.now() - this.last < pause) return;
    this.last = Date.now();
    this.shown = process.stderr.isTTY;
    process.stderr.write(
      this.shown ? `\r\u001b[K${text().slice(0, (process.stderr.columns || 80) - 1)}` : `${text()}\n`,
    ); // ECMA-48, 8.3.41
  }

  /** Clears the line for what is printed next. */
  clear(): void {
    if (this.shown) process.stderr.write("\r\u001b[K");
    this.shown = false;
  }
}
