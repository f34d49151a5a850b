import type { Faker } from '@faker-js/faker';

/**
 * Secrets in the shapes that issuers document, made up; {`vendorKey`} draws one of all shapes. Null for a kind that is
 * none of these.
 */
export function secretValue(kind: string, f: Faker): string | null {
  // The generator leaves the expressions' backslashes in.
  return makers[kind]?.(f).replaceAll('\\', '') ?? null;
}

/** The shapes, as expressions that a generator runs backwards. */
const shapes: readonly RegExp[] = [
  /AKIA[A-Z2-7]{16}/,
  /ASIA[A-Z2-7]{16}/,
  /ghp_[A-Za-z0-9]{36}/,
  /gho_[A-Za-z0-9]{36}/,
  /ghs_[A-Za-z0-9]{36}/,
  /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/,
  /glpat-[A-Za-z0-9_-]{20}/,
  /gldt-[A-Za-z0-9_-]{20}/,
  /xoxb-[0-9]{11}-[0-9]{12}-[A-Za-z0-9]{24}/,
  /xoxp-[0-9]{11}-[0-9]{11}-[0-9]{12}-[a-f0-9]{32}/,
  /xapp-1-A[A-Z0-9]{10}-[0-9]{13}-[a-f0-9]{64}/,
  /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]{8}\/B[A-Z0-9]{8}\/[A-Za-z0-9]{24}/,
  /sk_live_[A-Za-z0-9]{24}/,
  /sk_test_[A-Za-z0-9]{24}/,
  /rk_live_[A-Za-z0-9]{24}/,
  /whsec_[A-Za-z0-9]{32}/,
  /AIza[A-Za-z0-9_-]{35}/,
  /ya29\.[A-Za-z0-9_-]{68}/,
  /GOCSPX-[A-Za-z0-9_-]{28}/,
  /[0-9]{12}-[a-z0-9]{32}\.apps\.googleusercontent\.com/,
  /sk-proj-[A-Za-z0-9]{48}/,
  /sk-ant-api03-[A-Za-z0-9_-]{93}AA/,
  /sk-or-v1-[a-f0-9]{64}/,
  /hf_[A-Za-z]{34}/,
  /npm_[A-Za-z0-9]{36}/,
  /pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{70}/,
  /rubygems_[a-f0-9]{48}/,
  /dop_v1_[a-f0-9]{64}/,
  /shpat_[a-fA-F0-9]{32}/,
  /SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/,
  /key-[a-f0-9]{32}/,
  /[a-f0-9]{32}-us[0-9]{2}/,
  /AC[a-f0-9]{32}/,
  /SK[a-f0-9]{32}/,
  /sq0atp-[A-Za-z0-9_-]{22}/,
  /EAAAE[A-Za-z0-9_-]{59}/,
  /lin_api_[A-Za-z0-9]{40}/,
  /figd_[A-Za-z0-9_-]{40}/,
  /dapi[a-f0-9]{32}/,
  /hvs\.[A-Za-z0-9_-]{90}/,
  /PMAK-[a-f0-9]{24}-[a-f0-9]{34}/,
  /NRAK-[A-Z0-9]{27}/,
  /NRJS-[a-f0-9]{19}/,
  /[0-9]{9}:AA[A-Za-z0-9_-]{33}/,
  /[MN][A-Za-z0-9]{23}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}/,
  /sbp_[a-f0-9]{40}/,
  /dckr_pat_[A-Za-z0-9_-]{27}/,
  /glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}/,
  /sntrys_eyJ[A-Za-z0-9+/=]{60}/,
  /CFPAT-[A-Za-z0-9_-]{43}/,
  /xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}/,
  /secret_[A-Za-z0-9]{43}/,
  /ntn_[0-9]{11}[A-Za-z0-9]{35}/,
  /pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/,
  /pscale_tkn_[A-Za-z0-9_-]{43}/,
  /pk\.eyJ[A-Za-z0-9]{60}\.[A-Za-z0-9_-]{22}/,
  /r8_[A-Za-z0-9]{37}/,
  /gsk_[A-Za-z0-9]{52}/,
  /xai-[A-Za-z0-9]{80}/,
  /pplx-[a-f0-9]{48}/,
  /ATATT3[A-Za-z0-9_-]{186}/,
  /ATBB[A-Za-z0-9]{32}/,
  /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/,
  /LTAI[A-Za-z0-9]{20}/,
  /AKID[A-Za-z0-9]{32}/,
  /[a-f0-9]{32}/,
  /[a-f0-9]{40}/,
  /[a-f0-9]{64}/,
  /[A-F0-9]{32}/,
  /[A-Za-z0-9]{20}/,
  /[A-Za-z0-9]{32}/,
  /[A-Za-z0-9]{40}/,
  /[A-Za-z0-9+/]{43}=/,
  /[A-Za-z0-9+/]{86}==/,
  /[a-z0-9]{24}/,
  /[A-Z0-9]{16}/,
  /[a-z]{16}/,
  /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}/,
  /ops_eyJ[A-Za-z0-9_-]{250}/,
  /A3-[A-Z0-9]{6}-[A-Z0-9]{11}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}/,
  /fo1_[A-Za-z0-9_-]{43}/,
  /FlyV1 fm2_[A-Za-z0-9+/]{120}/,
  /FLWSECK_TEST-[a-h0-9]{12}/,
  /fio-u-[A-Za-z0-9_=-]{64}/,
  /EZAK[A-Za-z0-9]{54}/,
  /duffel_live_[A-Za-z0-9_-]{43}/,
  /dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}/,
  /CLOJARS_[a-z0-9]{60}/,
  /dp\.pt\.[A-Za-z0-9]{43}/,
  /HRKU-AA[A-Za-z0-9_-]{58}/,
  /pul-[a-f0-9]{40}/,
  /rdme_[a-z0-9]{70}/,
  /shippo_live_[a-f0-9]{40}/,
  /sl\.[A-Za-z0-9_-]{135}/,
  /t1\.[A-Z0-9a-z_-]{60}=\.[A-Z0-9a-z_-]{86}/,
  /AQVN[A-Za-z0-9_-]{36}/,
  /API-[A-Z0-9]{26}/,
  /tfp_[A-Za-z0-9]{43}/,
  /sgp_[a-f0-9]{40}/,
  /v1\.0-[a-f0-9]{24}-[a-f0-9]{146}/,
  /AAAA[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{140}/,
  /ABSK[A-Za-z0-9+/]{109}=/,
  /oy2[a-z0-9]{43}/,
  /lsv2_pt_[a-f0-9]{32}_[a-f0-9]{10}/,
];

const words =
  `horse battery staple orange purple monkey dragon silver river copper window garden yellow summer winter planet candle
  rocket butter pencil forest marble tiger velvet coffee thunder anchor bridge castle mirror pepper violin wizard zebra`.split(
    /\s+/,
  );
const common =
  `dragon sunshine monkey welcome letmein football princess shadow master superman batman hunter2 qwerty iloveyou trustno1
  baseball charlie whatever freedom secret computer pepper ginger cookie summer2024 Passw0rd! P@ssword1 changeme admin123 Welcome1 test1234
  liverpool chelsea arsenal jordan23 michael jennifer Winter2025! Spring#2026 banana butterfly mustang corvette access starwars`.split(
    /\s+/,
  );
const seeds =
  `abandon ability absent absorb abstract absurd abuse access account acid acoustic across action actor adjust admit adult advance
  advice aerobic afford again agent agree ahead alarm album alert alien almost alone alpha already alter always amateur amazing among amount
  anchor ancient anger angle animal ankle announce annual another answer antenna antique anxiety apart april arch arctic area arena argue arm
  armed armor army around arrange arrest arrive arrow art artist artwork ask aspect assault asset assist assume asthma athlete atom attack
  zero zone zoo tomato tongue tonight tool topic topple torch tornado tortoise toss total tourist toward tower town toy track trade traffic`.split(
    /\s+/,
  );

const makers: Readonly<Record<string, (f: Faker) => string>> = {
  vendorKey: (f) => f.helpers.fromRegExp(f.helpers.arrayElement(shapes)),
  hexKey: (f) => f.string.hexadecimal({ length: f.helpers.arrayElement([32, 40, 64]), prefix: '', casing: 'lower' }),
  base64Key: (f) => f.helpers.fromRegExp(/[A-Za-z0-9+/]{43}=/),
  jwt: (f) => f.internet.jwt(),
  pem: (f) => {
    const kind = f.helpers.arrayElement(['RSA PRIVATE KEY', 'PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'EC PRIVATE KEY']);
    const line = (): string => f.helpers.fromRegExp(/[A-Za-z0-9+/]{64}/);
    return `-----BEGIN ${kind}-----\n${line()}\n${line()}\n${line()}\n-----END ${kind}-----`;
  },
  strongPassword: (f) =>
    f.internet.password({ length: f.number.int({ min: 8, max: 20 }), pattern: /[A-Za-z0-9!@#$%^&*_-]/ }),
  memorable: (f) => f.internet.password({ length: 12, memorable: true }),
  commonPassword: (f) => f.helpers.arrayElement(common),
  wordPassword: (f) => f.helpers.arrayElement(words),
  passphrase: (f) => f.helpers.arrayElements(words, 4).join(f.helpers.arrayElement([' ', '-', '.', '_'])),
  seedPhrase: (f) => f.helpers.arrayElements(seeds, f.helpers.arrayElement([12, 24])).join(' '),
  otp: (f) => f.string.numeric({ length: f.helpers.arrayElement([4, 6, 8]) }),
  recoveryCode: (f) => f.helpers.fromRegExp(/[a-z0-9]{5}-[a-z0-9]{5}/),
};
