/**
 * The floor as data: kinds of sites that can never be captured. It errs on the side of leaving out: a harmless site
 * whose name reads like a bank's is out too.
 */

/** What people keep apart from work, or must be able to keep from their employer. */
export const floorCategories = ['password-manager', 'banking', 'health', 'hr-union', 'sign-in', 'personal'] as const;
export type FloorCategory = (typeof floorCategories)[number];

/** Registered names; every host below them is meant too. */
export const floorHosts: readonly { readonly category: FloorCategory; readonly hosts: readonly string[] }[] = [
  {
    category: 'password-manager',
    hosts: [
      '1password.com',
      '1password.eu',
      'bitwarden.com',
      'bitwarden.eu',
      'lastpass.com',
      'dashlane.com',
      'keepersecurity.com',
      'nordpass.com',
      'roboform.com',
      'passwords.google.com',
      'pass.proton.me',
    ],
  },
  {
    category: 'banking',
    hosts: [
      'paypal.com',
      'wise.com',
      'revolut.com',
      'n26.com',
      'chase.com',
      'wellsfargo.com',
      'hsbc.com',
      'barclays.co.uk',
      'ing.com',
      'ing.de',
      'dkb.de',
      'santander.com',
      'bnpparibas.net',
      'credit-agricole.fr',
      'coinbase.com',
      'fidelity.com',
      'schwab.com',
    ],
  },
  {
    category: 'health',
    hosts: ['nhs.uk', 'mychart.com', 'doctolib.de', 'doctolib.fr', 'doctolib.it', 'ameli.fr', 'tk.de', 'aok.de'],
  },
  {
    category: 'hr-union',
    hosts: [
      'workday.com',
      'myworkday.com',
      'bamboohr.com',
      'personio.de',
      'personio.com',
      'successfactors.com',
      'adp.com',
      'aflcio.org',
      'seiu.org',
      'tuc.org.uk',
      'unitetheunion.org',
      'verdi.de',
      'igmetall.de',
      'dgb.de',
      'cgt.fr',
      'cfdt.fr',
      'ccoo.es',
      'ugt.es',
    ],
  },
  {
    category: 'sign-in',
    hosts: ['accounts.google.com', 'login.microsoftonline.com', 'appleid.apple.com', 'login.live.com'],
  },
  {
    category: 'personal',
    hosts: ['facebook.com', 'instagram.com', 'tiktok.com', 'whatsapp.com', 'signal.org', 'telegram.org', 'tinder.com'],
  },
];

/** Words between the dots and hyphens of a host name, and endings of such words. */
export const floorNames: readonly {
  readonly category: FloorCategory;
  readonly whole: readonly string[];
  readonly endings: readonly string[];
}[] = [
  {
    category: 'password-manager',
    whole: ['passwords', 'passwordmanager', 'vaultwarden', 'keepass'],
    endings: [],
  },
  {
    category: 'banking',
    whole: ['banking', 'onlinebanking', 'ebanking', 'netbanking', 'banque', 'banco', 'banca', 'caixa', 'brokerage'],
    endings: ['bank', 'sparkasse', 'creditunion'],
  },
  {
    category: 'health',
    whole: [
      'health',
      'healthcare',
      'hospital',
      'clinic',
      'patient',
      'patients',
      'therapy',
      'pharmacy',
      'arzt',
      'salud',
    ],
    endings: ['klinik', 'klinikum', 'krankenkasse', 'apotheke', 'hopital', 'sante'],
  },
  {
    category: 'hr-union',
    whole: [
      'hr',
      'payroll',
      'union',
      'betriebsrat',
      'personalrat',
      'gewerkschaft',
      'syndicat',
      'sindicato',
      'whistleblower',
    ],
    endings: ['workscouncil'],
  },
];
