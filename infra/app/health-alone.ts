import type { RequestListener } from 'node:http';

/** Of a process that answers people not over HTTP: only whether it lives and is ready, for whoever looks after it. */
export const healthAlone =
  (handle: RequestListener): RequestListener =>
  (request, response) => {
    if (request.url?.startsWith('/health/') === true) return handle(request, response);
    response.writeHead(404, { 'Content-Length': '0' }).end();
  };
