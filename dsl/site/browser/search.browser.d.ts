/** The script of the search field, with the library that it uses, as one text. */
declare const script: string;
export default script;
