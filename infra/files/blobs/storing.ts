/**
 * Makes a function that runs steps of a store, and turns their errors into those of the port. Errors of a source are thrown outside
 * such steps, and stay as they are.
 */
export const storingWith =
  (fault: (error: unknown) => Error) =>
  async <A>(step: () => Promise<A>): Promise<A> => {
    try {
      return await step();
    } catch (error) {
      throw fault(error);
    }
  };
