/** Fills the template beside this file; a value that it names but nobody gives is an error. */
declare const fill: (values: Readonly<Record<string, unknown>>) => string;
export default fill;
