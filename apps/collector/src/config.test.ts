import { sha256Hex, utf8 } from '@assent/contracts';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const environment = {
  ASSENT_PROGRAM: 'office-study',
  ASSENT_OWNER_KEY: 'A'.repeat(43),
  ASSENT_ENROLMENT_CODE: 'welcome-to-the-program',
};

describe('configuration', () => {
  it('keeps the enrolment code only as its hash', async () => {
    const config = await readConfig(['--port', '0', '--data', '/data'], environment);
    expect(config?.options.enrolmentCode).toBe(await sha256Hex(utf8('welcome-to-the-program')));
    expect(JSON.stringify(config)).not.toContain('welcome');
    expect(config).toMatchObject({ host: '127.0.0.1', port: 0, options: { dataDir: '/data', databaseUrl: null } });
  });

  it('lets options win over the environment', async () => {
    const config = await readConfig(['--port', '1', '--host', '::1'], { ...environment, PORT: '2', HOST: '0.0.0.0' });
    expect(config).toMatchObject({ host: '::1', port: 1 });
  });

  it.each([
    ['ASSENT_PROGRAM', 'Not A Slug'],
    ['ASSENT_OWNER_KEY', 'short'],
    ['ASSENT_ENROLMENT_CODE', 'too-short'],
    ['PORT', '99999'],
  ])('names a bad %s without its value', async (name, value) => {
    const failure = readConfig([], { ...environment, [name]: value });
    await expect(failure).rejects.toMatchObject({ code: 'bad-setting' });
    await expect(failure).rejects.not.toThrow(value);
  });

  it('gives nothing but the usage when asked for help, and refuses unknown options', async () => {
    expect(await readConfig(['--help'], {})).toBeNull();
    await expect(readConfig(['--colour'], environment)).rejects.toMatchObject({ code: 'bad-setting' });
  });
});
