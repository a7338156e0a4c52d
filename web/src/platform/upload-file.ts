/** Sends a file in a request that tells its progress, which no browser does for `fetch`. */

import type { UploadAnswer, UploadRequest } from '#web/platform/platform.ts';

/** Milliseconds without any progress after which an upload counts as cut off. */
const STALLED_AFTER_MS = 60_000;

export const uploadFile = (path: string, asked: UploadRequest): Promise<UploadAnswer> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const watch = (): void => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_AFTER_MS);
    };
    const stop = (): void => request.abort();
    const end = (answer: UploadAnswer): void => {
      clearTimeout(stalled);
      asked.signal.removeEventListener('abort', stop);
      resolve(answer);
    };
    request.upload.addEventListener('progress', ({ loaded }) => {
      watch();
      asked.progressed(loaded);
    });
    request.addEventListener('load', () => end({ status: request.status, text: request.responseText }));
    for (const type of ['error', 'abort', 'timeout'])
      request.addEventListener(type, () => end({ status: 0, text: '' }));
    asked.signal.addEventListener('abort', stop);
    request.open('POST', path);
    for (const [name, value] of Object.entries(asked.headers)) request.setRequestHeader(name, value);
    watch();
    if (asked.signal.aborted) end({ status: 0, text: '' });
    else request.send(asked.body);
  });
