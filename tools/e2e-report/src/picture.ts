/** A picture in Markdown, twice, so that a reader's background decides. */
export function picture(paths: { readonly light: string; readonly dark: string }, alt: string): string {
  const source = `  <source media="(prefers-color-scheme: dark)" srcset="${paths.dark}" />`;
  return `<picture>\n${source}\n  <img alt="${alt}" src="${paths.light}" />\n</picture>`;
}
