/** Reads the messages of counting writers from a page: `poster 3 says 17`. */
const SAYS = /^(.+) says (\d+)$/;

type Page = { readonly messages: ReadonlyArray<{ readonly content: string }> };

/** Returns the greatest number of each writer. */
export const newestOf = (body: unknown): Map<string, number> => {
  const newest = new Map<string, number>();
  for (const { content } of (body as Page).messages) {
    const [, writer = '', number = '0'] = SAYS.exec(content) ?? [];
    newest.set(writer, Math.max(newest.get(writer) ?? 0, Number(number)));
  }
  return newest;
};
