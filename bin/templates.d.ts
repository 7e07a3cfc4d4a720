/** A plugin for rolldown and vite that makes functions of templates. */
export const templates: { readonly name: string; load(file: string): string | undefined };
