/** Fills the frame of a stage's makefile. Nothing is escaped, and a value that the frame names but nobody gives is an error. */
declare const fill: (values: Readonly<Record<string, unknown>>) => string;
export default fill;
