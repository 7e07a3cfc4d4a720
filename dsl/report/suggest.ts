/**
 * The candidate closest to a misspelt word, or undefined when none is near:
 * optimal string alignment distance below 3, and below half of the word's length.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(word.length / 2) + 1);
  for (const candidate of [...candidates].sort()) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** "did you mean X?" for the closest candidate, or the empty string. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = suggest(word, candidates);
  return found === undefined ? "" : `did you mean '${found}'?`;
}

/** What to say of an image that does not exist: its names with a stage, else the closest name, else where all stand. */
export function unknownImage(word: string, images: Iterable<string>): string {
  const names = [...images];
  const staged = names.filter((name) => name.slice(name.indexOf("-") + 1) === word);
  const hint =
    staged.length > 0 ? `did you mean '${staged.join("' or '")}'?` : didYouMean(word, names) || "`defs list` shows all";
  return `there is no image '${word}'; ${hint}`;
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(current[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) value = Math.min(value, before[j - 2]! + 1);
      current.push(value);
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length]!;
}
