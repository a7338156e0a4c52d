import type { RequestListener } from 'node:http';

/** Serves the health probes alone, for a process that answers no other HTTP request. */
export const healthAlone =
  (handle: RequestListener): RequestListener =>
  (request, response) => {
    if (request.url?.startsWith('/health/') === true) return handle(request, response);
    response.writeHead(404, { 'Content-Length': '0' }).end();
  };
