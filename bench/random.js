/**
 * A deterministic source of numbers (mulberry32): the same seed gives the same tree on every machine.
 * @param {number} seed any 32-bit number
 * @returns {{ below(limit: number): number, chance(share: number): boolean, pick<T>(items: readonly T[]): T, hex(digits: number): string }}
 */
export function randomSource(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit) => next() % limit;
  return {
    below,
    chance: (share) => next() / 2 ** 32 < share,
    pick: (items) => items[below(items.length)],
    hex: (digits) =>
      Array.from({ length: Math.ceil(digits / 8) }, () => next().toString(16).padStart(8, "0"))
        .join("")
        .slice(0, digits),
  };
}
