import { expect } from 'chai';
import { deviceName } from '#web/account/device.ts';

describe('the name of a device', () => {
  const cases: ReadonlyArray<readonly [string, string]> = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'Safari on macOS',
    ],
    ['curl/8.5.0', 'curl/8.5.0'],
  ];
  for (const [userAgent, name] of cases) {
    it(`is ${name} for ${userAgent.slice(0, 60)}`, () =>
      expect(deviceName(userAgent, (browser, system) => `${browser} on ${system}`)).to.equal(name));
  }
});
