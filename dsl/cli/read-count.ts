import { InvalidArgumentError } from "commander";

/** A number from 1, as an argument. A bound that is not a number would compare as false, and so let every release pass. */
export function readCount(text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new InvalidArgumentError("a number from 1 is needed");
  return Number(text);
}
