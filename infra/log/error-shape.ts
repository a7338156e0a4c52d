/** What is told of an error: its name, its message and where it came from. Its other fields may hold anything. */
export type ErrorShape = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorShape;
};

const CAUSES_MAX = 4;

export const errorShape = (error: unknown, causes = CAUSES_MAX): ErrorShape => {
  if (!(error instanceof Error)) return { name: 'Thrown', message: typeof error === 'string' ? error : typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  const cause = error.cause === undefined || causes === 0 ? {} : { cause: errorShape(error.cause, causes - 1) };
  return { name: error.name, message: error.message, ...code, ...stack, ...cause };
};
