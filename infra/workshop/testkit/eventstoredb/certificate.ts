/**
 * Makes a self-signed certificate for a server on this machine, a new one for each test. Node can read certificates but
 * not write them, and these few lines replace a package.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export type SelfSigned = { readonly certificate: string; readonly key: string };

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const TEXT = 0x0c;
const TIME = 0x18;
/** Tags of fields that a number distinguishes. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const OTHER_NAMES = '551d11';
const V3 = 2;
const SHORT_LENGTH_MAX = 0x7f;
const BYTE = 256;

/** Encodes one value in DER: its tag, its length, its content. */
const der = (tag: number, ...parts: ReadonlyArray<Uint8Array>): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const lengthBytes =
    length <= SHORT_LENGTH_MAX
      ? [length]
      : length < BYTE
        ? [0x81, length]
        : [0x82, Math.floor(length / BYTE), length % BYTE];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
};

const id = (hex: string): Buffer => der(OBJECT_ID, Buffer.from(hex, 'hex'));
const time = (text: string): Buffer => der(TIME, Buffer.from(text));
const bits = (bytes: Uint8Array): Buffer => der(BIT_STRING, Buffer.from([0]), bytes);

export const selfSigned = (): SelfSigned => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, id(COMMON_NAME), der(TEXT, Buffer.from('a test')))));
  const algorithm = der(SEQUENCE, id(ECDSA_WITH_SHA256));
  const names = der(SEQUENCE, der(DNS_NAME, Buffer.from('localhost')), der(IP_ADDRESS, Buffer.from([127, 0, 0, 1])));
  const toBeSigned = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.from([V3]))),
    der(INTEGER, Buffer.from([1]), randomBytes(8)),
    algorithm,
    name,
    der(SEQUENCE, time('20200101000000Z'), time('20991231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, id(OTHER_NAMES), der(OCTET_STRING, names)))),
  );
  const whole = der(SEQUENCE, toBeSigned, algorithm, bits(sign('sha256', toBeSigned, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
