import type { RequestListener } from 'node:http';
import { answer } from '#gateway/http/answer.ts';

/** Serves the health probes alone, for a process that answers no other HTTP request. */
export const healthAlone =
  (handle: RequestListener): RequestListener =>
  (request, response) => {
    if (request.url?.startsWith('/health/') === true) return handle(request, response);
    answer({ req: request, res: response }, 404, [], undefined);
  };
