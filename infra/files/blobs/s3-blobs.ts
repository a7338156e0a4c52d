/**
 * Keeps blobs in a bucket of an S3-compatible object store. A small blob is one request, and a large one is an upload of
 * parts, so a put never holds more than one part. An object appears under its name when all of it is stored.
 */
import { randomBytes } from 'node:crypto';
import { S3mini as Client, type S3mini, S3ServiceError } from 's3mini';
import {
  BLOBS_LISTED_MAX,
  OBJECT_STORE_SILENT_MAX_MS,
  OPENED_BLOB_UNREAD_MAX_MS,
  UPLOAD_PART_BYTES,
} from '../limits.ts';
import { BlobName, type Blobs, BlobsAway, BlobsFull, type StoredBlob } from './blobs.ts';
import { patientFetch, within } from './patient-fetch.ts';
import { storingWith } from './storing.ts';

/** A bucket, and a folder in it, with the key that opens it. */
export type S3Place = {
  readonly endpoint: string;
  readonly region: string;
  /** Beginning of all names in the bucket: empty, or a path that ends in a slash. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

const REGION = 'us-east-1';
const CHECK = 'check-';

/**
 * Reads an address: `https://ID:SECRET@host/bucket/folder?region=name`. The folder and the region may be missing.
 * Undefined when a part is missing or wrong.
 */
export const s3PlaceOf = (address: string): S3Place | undefined => {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  const [bucket = '', ...folders] = url.pathname.split('/').filter((part) => part !== '');
  try {
    const [accessKeyId, secretAccessKey] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    if (bucket === '' || accessKeyId === '' || secretAccessKey === '') return undefined;
    return {
      endpoint: `${url.origin}/${bucket}`,
      region: url.searchParams.get('region') ?? REGION,
      prefix: folders.map((folder) => `${decodeURIComponent(folder)}/`).join(''),
      accessKeyId,
      secretAccessKey,
    };
  } catch {
    // A percent sign that escapes nothing.
    return undefined;
  }
};

/** Codes by which stores say that a disk or a quota is full. The standard has none. */
const FULL: ReadonlySet<string> = new Set([
  'QuotaExceeded',
  'InsufficientStorage',
  'StorageFull',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
]);
const INSUFFICIENT_STORAGE = 507;
const ABSENT: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchUpload']);

/** Returns the code in an answer. The client reads it only under one spelling of the content type. */
const codeOf = (error: unknown): string | undefined =>
  error instanceof S3ServiceError ? (/<Code>([^<]*)<\/Code>/.exec(error.body ?? '')?.[1] ?? error.code) : undefined;

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? causeOf(error.cause) : error.message;
};

/** Turns an error of the client or of the network into one of the port. */
const fault = (error: unknown): BlobsAway | BlobsFull => {
  if (error instanceof BlobsAway || error instanceof BlobsFull) return error;
  const code = codeOf(error) ?? '';
  if (FULL.has(code) || (error instanceof S3ServiceError && error.status === INSUFFICIENT_STORAGE))
    return new BlobsFull(`the object store has no space left (${code})`);
  const why = error instanceof S3ServiceError ? `it answers ${error.status} ${code}` : causeOf(error);
  return new BlobsAway(`the object store cannot be used (${why})`);
};

const storing = storingWith(fault);

const absent = (error: unknown): undefined => {
  if (ABSENT.has(codeOf(error) ?? '')) return undefined;
  throw error;
};

/** Waits in milliseconds: for the store to say something, and for the reader of an opened blob to begin. */
type Waits = { readonly silentMs: number; readonly unreadMs: number };

const WAITS: Waits = { silentMs: OBJECT_STORE_SILENT_MAX_MS, unreadMs: OPENED_BLOB_UNREAD_MAX_MS };

/** Reads the body of an answer. The store may pause for `silentMs`, and the reader for as long as it likes. */
const bytesOf = (response: Response, { silentMs, unreadMs }: Waits): AsyncIterable<Uint8Array> => {
  const reader = response.body?.getReader();
  let dropped = false;
  const drop = async (): Promise<void> => {
    dropped = true;
    await reader?.cancel().catch(() => undefined);
  };
  const unread = setTimeout(() => void drop(), unreadMs).unref();
  async function* bytes(): AsyncGenerator<Uint8Array> {
    clearTimeout(unread);
    if (dropped) throw new BlobsAway('the blob was opened, and not read in time');
    try {
      for (;;) {
        const next = await storing(async () => (reader === undefined ? undefined : within(silentMs, reader.read())));
        if (next === undefined || next.done) return;
        yield next.value;
      }
    } finally {
      await drop();
    }
  }
  return bytes();
};

/** Reads one field of an answer. Stores write the first letter of some names in lower case. */
const field = (answer: unknown, name: string): unknown => {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...answer };
  return fields[name] ?? fields[`${name.charAt(0).toLowerCase()}${name.slice(1)}`];
};
const textIn = (answer: unknown, name: string): string => {
  const value = field(answer, name);
  return typeof value === 'string' ? value : '';
};

type Upload = { readonly key: string; readonly id: string; readonly begunAt: Date };
type UploadsPage = {
  readonly uploads: ReadonlyArray<Upload>;
  readonly next: Readonly<Record<string, string>> | undefined;
};

const uploadsPage = (answer: unknown): UploadsPage => {
  const result = field(answer, 'ListMultipartUploadsResult') ?? answer;
  const found = field(result, 'Upload') ?? [];
  const uploads = (Array.isArray(found) ? found : [found]).map((upload) => ({
    key: textIn(upload, 'Key'),
    id: textIn(upload, 'UploadId'),
    begunAt: new Date(textIn(upload, 'Initiated')),
  }));
  const marker = textIn(result, 'NextKeyMarker');
  return {
    uploads,
    next:
      textIn(result, 'IsTruncated') === 'true' && marker !== ''
        ? { 'key-marker': marker, 'upload-id-marker': textIn(result, 'NextUploadIdMarker') }
        : undefined,
  };
};

export const s3Blobs = ({ prefix, ...place }: S3Place, given: Partial<Waits> = {}): Blobs => {
  const waits = { ...WAITS, ...given };
  const { silentMs } = waits;
  const closing = new AbortController();
  const client = (body: 'whole' | 'streamed'): S3mini =>
    new Client({ ...place, fetch: patientFetch({ body, silentMs, closing: closing.signal }) });
  const asks = client('whole');
  const reads = client('streamed');
  const keyOf = (name: string): string => `${prefix}${name}`;

  const read = async (key: string): Promise<AsyncIterable<Uint8Array> | undefined> => {
    const response = await reads.getObjectRaw(key).catch(absent);
    return response === undefined ? undefined : bytesOf(response, waits);
  };

  const putLarge = async (key: string, part: Buffer, rest: AsyncIterable<Buffer>): Promise<void> => {
    const upload = await storing(() => asks.getMultipartUploadId(key));
    const parts: Array<{ readonly partNumber: number; readonly etag: string }> = [];
    const send = async (bytes: Buffer): Promise<void> => {
      const sent = await storing(() => asks.uploadPart(key, upload, bytes, parts.length + 1));
      if (sent.etag === '') throw new BlobsAway('the object store did not say what it stored');
      parts.push(sent);
    };
    try {
      await send(part);
      for await (const bytes of rest) await send(bytes);
      const done = await storing(() => asks.completeMultipartUpload(key, upload, parts));
      // A store may begin its answer before it has joined the parts, and then tells a failure in its body.
      if (textIn(done, 'etag') === '') throw new BlobsAway('the object store did not join the parts of a blob');
    } catch (error) {
      const aborted = asks.abortMultipartUpload(key, upload).catch(() => undefined);
      // A store that is away would be waited for once more. The sweep aborts the upload then.
      if (!(error instanceof BlobsAway)) await aborted;
      throw error;
    }
  };

  const put = async (key: string, source: AsyncIterable<Uint8Array>): Promise<void> => {
    const parts = partsOf(source);
    try {
      const first = await parts.next();
      const { bytes, last } = first.value ?? { bytes: Buffer.alloc(0), last: true };
      if (last) await storing(() => asks.putObject(key, bytes));
      else await putLarge(key, bytes, bytesIn(parts));
    } finally {
      await parts.return(undefined);
    }
  };

  async function* list(beginning: string): AsyncGenerator<{ readonly name: string; readonly changedAt: Date }> {
    let token: string | undefined;
    do {
      const page = await storing(() => asks.listObjectsPaged('/', keyOf(beginning), BLOBS_LISTED_MAX, token));
      if (page === null || page === undefined) throw new BlobsAway('the object store has no such bucket');
      for (const { Key, LastModified } of page.objects ?? [])
        yield { name: Key.slice(prefix.length), changedAt: LastModified };
      token = page.nextContinuationToken;
    } while (token !== undefined);
  }

  async function* listBlobs(): AsyncGenerator<StoredBlob> {
    for await (const { name, changedAt } of list('')) if (BlobName.is(name)) yield { name, changedAt };
  }

  async function* uploads(): AsyncGenerator<Upload> {
    let next: Readonly<Record<string, string>> | undefined = {};
    do {
      const marker: Readonly<Record<string, string>> = next;
      const page = uploadsPage(
        await storing(() =>
          asks.listMultipartUploads('/', '', 'GET', { ...(prefix === '' ? {} : { prefix }), ...marker }),
        ),
      );
      yield* page.uploads;
      next = page.next;
    } while (next !== undefined);
  }

  const removeKey = async (key: string): Promise<void> => {
    await storing(() => asks.deleteObject(key).catch(absent));
  };

  const tidy = async (before: Date): Promise<number> => {
    let removed = 0;
    for await (const { key, id, begunAt } of uploads()) {
      if (!(begunAt < before) || !BlobName.is(key.slice(prefix.length)) || !key.startsWith(prefix)) continue;
      await storing(() => asks.abortMultipartUpload(key, id).catch(absent));
      removed += 1;
    }
    for await (const { name, changedAt } of list(CHECK)) {
      if (!(changedAt < before)) continue;
      await removeKey(keyOf(name));
      removed += 1;
    }
    return removed;
  };

  const check = (): Promise<void> =>
    storing(async () => {
      const key = keyOf(`${CHECK}${randomBytes(8).toString('hex')}`);
      const bytes = randomBytes(32);
      await asks.putObject(key, bytes);
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await read(key)) ?? []) chunks.push(chunk);
      await asks.deleteObject(key);
      if (!Buffer.concat(chunks).equals(bytes))
        throw new BlobsAway('the object store does not return what was written');
    });

  return {
    put: (name, source) => put(keyOf(name), source),
    open: (name) => storing(() => read(keyOf(name))),
    remove: (name) => removeKey(keyOf(name)),
    list: listBlobs,
    tidy,
    check,
    close: async () => closing.abort(new BlobsAway('the object store was closed')),
  };
};

type Part = { readonly bytes: Buffer; readonly last: boolean };

/** Cuts a stream into parts of UPLOAD_PART_BYTES. Only the last may be shorter. A part is valid until the next is taken. */
async function* partsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Part, undefined> {
  // The system gives memory when it is written, so a small blob takes no more than its bytes.
  const held = Buffer.allocUnsafeSlow(UPLOAD_PART_BYTES);
  let filled = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      if (filled === held.length) {
        yield { bytes: held, last: false };
        filled = 0;
      }
      const taken = Math.min(held.length - filled, chunk.length - at);
      held.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
    }
  }
  yield { bytes: held.subarray(0, filled), last: true };
  return undefined;
}

async function* bytesIn(parts: AsyncIterable<Part>): AsyncGenerator<Buffer> {
  for await (const { bytes } of parts) yield bytes;
}
