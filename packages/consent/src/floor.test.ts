import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { floorCategory, floorViolations } from './floor.ts';
import { floorHosts } from './floor-list.ts';
import { samplePolicy } from './testing.ts';

describe('floorCategory', () => {
  it.each([
    ['https://vault.bitwarden.com', 'password-manager'],
    ['https://passwords.google.com', 'password-manager'],
    ['https://www.deutsche-bank.de', 'banking'],
    ['https://onlinebanking.example.com', 'banking'],
    ['https://www.sparkasse-musterstadt.de', 'banking'],
    ['https://example.bank', 'banking'],
    ['https://mychart.example-hospital.org', 'health'],
    ['https://wd5.myworkday.com', 'hr-union'],
    ['https://hr.example.com', 'hr-union'],
    ['https://betriebsrat.example.de', 'hr-union'],
    ['https://accounts.google.com', 'sign-in'],
    ['https://VAULT.BITWARDEN.COM.', 'password-manager'],
    ['chrome://settings', 'not-a-website'],
    ['chrome-extension://abc', 'not-a-website'],
    ['file:///etc/passwd', 'not-a-website'],
    ['web+https://tickets.example.com', 'not-a-website'],
    ['httpsx://tickets.example.com', 'not-a-website'],
    ['https:', 'not-a-website'],
    ['null', 'not-a-website'],
    ['', 'not-a-website'],
  ])('puts %s on the floor as %s', (origin, category) => {
    expect(floorCategory(origin)).toBe(category);
  });

  it.each(['https://tickets.example.com', 'http://localhost:4400', 'https://primjer.hr', 'https://notbitwarden.com'])(
    'leaves %s to the policy',
    (origin) => {
      expect(floorCategory(origin)).toBeNull();
    },
  );

  it('holds for every host below a listed one, and never throws on any text', () => {
    const listed = fc.constantFrom(...floorHosts.flatMap(({ hosts }) => hosts));
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    fc.assert(
      fc.property(listed, label, (host, sub) => {
        expect(floorCategory(`https://${sub}.${host}`)).not.toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (URL.parse(text) === null) expect(floorCategory(text)).toBe('not-a-website');
        else expect([null, 'string']).toContain(floorCategory(text) === null ? null : 'string');
      }),
    );
  });
});

describe('floorViolations', () => {
  it('names every site that a policy must not list', () => {
    const site = (origin: string) => ({ origin, name: 'x', mode: 'ambient', interfaceWords: [] });
    const policy = samplePolicy({
      sites: [site('https://ok.example.com'), site('https://paypal.com'), site('https://clinic.example.com')],
    });
    expect(floorViolations(policy)).toEqual([
      { origin: 'https://paypal.com', category: 'banking' },
      { origin: 'https://clinic.example.com', category: 'health' },
    ]);
  });

  it('finds nothing wrong with an ordinary policy', () => {
    expect(floorViolations(samplePolicy())).toEqual([]);
  });
});
