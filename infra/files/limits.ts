/** Limits of stored files. Each comment names the unit first and then the consequence. */
import { HOUR_MS, KIB, MIB, SECOND_MS } from '#domain/kernel/units.ts';

/** Bytes of a chunk before it is sealed. A reader gets no byte of a chunk before all of it is authenticated. */
export const SEALED_CHUNK_BYTES = 64 * KIB;
/** Bytes that a folder reads or writes with one call. Fewer bytes cost more calls, and more bytes cost memory. */
export const FOLDER_IO_BYTES = 256 * KIB;
/** Bytes of a part of an upload to an object store, which takes no smaller ones. A put holds twice as many in memory. */
export const UPLOAD_PART_BYTES = 5 * MIB;
/** Blobs in one page of a list. A listing holds one page in memory, and object stores give no more at once. */
export const BLOBS_LISTED_MAX = 1_000;
/** Milliseconds that an object store may be silent. Then the call fails, and the store counts as away. */
export const OBJECT_STORE_SILENT_MAX_MS = 15 * SECOND_MS;
/** Bytes a second that an object store takes at least. An upload that is slower fails, and the store counts as away. */
export const UPLOAD_BYTES_PER_SECOND_MIN = 64 * KIB;
/** Milliseconds that an opened blob waits for its first read. Then its connection is closed. */
export const OPENED_BLOB_UNREAD_MAX_MS = 30 * SECOND_MS;
/** Milliseconds after which a broken put is surely over. The sweep removes leftovers that are older. */
export const PUT_ABANDONED_MS = 1 * HOUR_MS;
