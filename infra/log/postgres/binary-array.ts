/**
 * Encodes one-dimensional arrays in the binary form of Postgres. In the text form every element is escaped here and
 * parsed there, which is most of the cost of a batch of JSON texts.
 */

/** Object ids of built-in types. They are the same in every database. */
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const TEXT = 25;
const JSON_TEXT = 114;
const UUID = 2950;

const DIMENSIONS = 1;
const WITHOUT_NULLS = 0;
const FIRST_INDEX = 1;
const INT_BYTES = 4;
const HEADER_BYTES = 5 * INT_BYTES;
const UUID_BYTES = 16;

const withHeader = (elementType: number, length: number, bytes: number): Buffer => {
  const array = Buffer.allocUnsafe(HEADER_BYTES + length * INT_BYTES + bytes);
  array.writeInt32BE(DIMENSIONS, 0);
  array.writeInt32BE(WITHOUT_NULLS, INT_BYTES);
  array.writeInt32BE(elementType, 2 * INT_BYTES);
  array.writeInt32BE(length, 3 * INT_BYTES);
  array.writeInt32BE(FIRST_INDEX, 4 * INT_BYTES);
  return array;
};

const fixed = <A>(
  elementType: number,
  bytes: number,
  values: ReadonlyArray<A>,
  write: (array: Buffer, value: A, at: number) => void,
): Buffer => {
  const array = withHeader(elementType, values.length, values.length * bytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    array.writeInt32BE(bytes, at);
    write(array, value, at + INT_BYTES);
    at += INT_BYTES + bytes;
  }
  return array;
};

const strings = (elementType: number, values: ReadonlyArray<string>): Buffer => {
  let bytes = 0;
  for (const value of values) bytes += Buffer.byteLength(value);
  const array = withHeader(elementType, values.length, bytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    const written = array.write(value, at + INT_BYTES);
    array.writeInt32BE(written, at);
    at += INT_BYTES + written;
  }
  return array;
};

export const textArray = (values: ReadonlyArray<string>): Buffer => strings(TEXT, values);
export const jsonArray = (values: ReadonlyArray<string>): Buffer => strings(JSON_TEXT, values);
export const int2Array = (values: ReadonlyArray<number>): Buffer =>
  fixed(INT2, 2, values, (array, value, at) => array.writeInt16BE(value, at));
export const int4Array = (values: ReadonlyArray<number>): Buffer =>
  fixed(INT4, 4, values, (array, value, at) => array.writeInt32BE(value, at));
export const int8Array = (values: ReadonlyArray<bigint>): Buffer =>
  fixed(INT8, 8, values, (array, value, at) => array.writeBigInt64BE(value, at));
/**
 * Encodes UUIDs.
 * @param values UUIDs in lower case with dashes.
 */
export const uuidArray = (values: ReadonlyArray<string>): Buffer =>
  fixed(UUID, UUID_BYTES, values, (array, value, at) => array.write(value.replaceAll('-', ''), at, 'hex'));
