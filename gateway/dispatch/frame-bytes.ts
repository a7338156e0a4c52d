const FINAL_TEXT = 0x81;
const LONGEST_SHORT = 125;
const LONGEST_MEDIUM = 0xffff;
const MEDIUM = 126;
const LONG = 127;

const headerBytes = (length: number): number => (length <= LONGEST_SHORT ? 2 : length <= LONGEST_MEDIUM ? 4 : 10);

/**
 * Writes a text as one complete WebSocket frame of a server: final, unmasked, uncompressed (RFC 6455, 5.2). Complete
 * frames can be joined, and `ws` may write its pongs and its close frame between two of them.
 */
export const frameBytes = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const header = headerBytes(length);
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FINAL_TEXT;
  if (length <= LONGEST_SHORT) {
    frame[1] = length;
  } else if (length <= LONGEST_MEDIUM) {
    frame[1] = MEDIUM;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LONG;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
};
