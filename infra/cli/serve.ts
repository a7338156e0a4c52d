/** The server's own program: it lives until it is told to stop, and tells what its end means. */
export const serveUntilStopped = async (): Promise<never> => {
  const { serve } = await import('#infra/app/serve.ts');
  process.exit(await serve());
};
